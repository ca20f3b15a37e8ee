package io.winnow.core.model;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/**
 * When a station is refitted by itself: once a day at a time, or again and again after a while. Exactly one of the two is given.
 *
 * @param daily time of day
 * @param every from one to the next
 */
public record RefitSchedule(Optional<LocalTime> daily, Optional<Duration> every) {
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    public RefitSchedule {
        if (daily.isPresent() == every.isPresent()) {
            throw new IllegalArgumentException("a refit schedule needs either a time of day or an interval");
        }
        if (every.isPresent() && every.get().compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    "refit schedule every %s must be at least %s".formatted(every.get(), SHORTEST));
        }
    }

    /** Once a day. */
    public static RefitSchedule daily(LocalTime time) {
        return new RefitSchedule(Optional.of(time), Optional.empty());
    }

    /** Again and again. */
    public static RefitSchedule every(Duration interval) {
        return new RefitSchedule(Optional.empty(), Optional.of(interval));
    }

    /**
     * A time of day such as {@code "02:30"}.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static RefitSchedule parseDaily(String text) {
        try {
            return daily(LocalTime.parse(text));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'%.20s' must be a time of day such as 02:30".formatted(text), e);
        }
    }

    /** The first moment after another at which a refit is due. */
    public Instant next(Instant after, ZoneId zone) {
        if (every.isPresent()) {
            return after.plus(every.get());
        }
        ZonedDateTime from = after.atZone(zone);
        ZonedDateTime today = from.with(daily.orElseThrow());
        return (today.isAfter(from) ? today : today.plusDays(1)).toInstant();
    }

    @Override
    public String toString() {
        return daily.map(time -> "daily at " + time)
                .orElseGet(() ->
                        "every " + every.orElseThrow().toString().substring(2).toLowerCase(Locale.ROOT));
    }
}
