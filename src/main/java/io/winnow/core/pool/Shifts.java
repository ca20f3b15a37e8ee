package io.winnow.core.pool;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * When shifts begin; each ends where the next begins, the last where the first does on the next day.
 *
 * @param starts ascending, at least one
 */
public record Shifts(List<LocalTime> starts) {
    public Shifts {
        starts = starts.stream().sorted().distinct().toList();
        if (starts.isEmpty()) {
            throw new IllegalArgumentException("shifts have 0 starts, must have at least 1");
        }
    }

    /**
     * Reads times such as {@code "06:00 14:00 22:00"}.
     *
     * @throws IllegalArgumentException when one is no time
     */
    public static Shifts parse(String text) {
        try {
            return new Shifts(Arrays.stream(text.trim().split("\\s+"))
                    .map(LocalTime::parse)
                    .collect(Collectors.toList()));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "shifts = '%.60s' must be times of day such as 06:00 14:00 22:00".formatted(text), e);
        }
    }

    /** Names the shift of a moment by its beginning: {@code "2026-01-31 22:00"}. */
    public String at(Instant moment, ZoneId zone) {
        LocalTime time = moment.atZone(zone).toLocalTime();
        LocalDate day = moment.atZone(zone).toLocalDate();
        LocalTime start = starts.get(starts.size() - 1);
        for (LocalTime each : starts) {
            if (!each.isAfter(time)) {
                start = each;
            }
        }
        return (start.isAfter(time) ? day.minusDays(1) : day) + " " + start;
    }

    @Override
    public String toString() {
        return starts.stream().map(LocalTime::toString).collect(Collectors.joining(" "));
    }
}
