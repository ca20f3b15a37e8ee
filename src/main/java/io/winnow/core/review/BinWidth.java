package io.winnow.core.review;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How long the stretches of time are that figures are put together over. Days, weeks and shifts are those of a time zone. */
public enum BinWidth {
    HOUR,
    /** As the station's configuration has them. */
    SHIFT,
    DAY,
    /** From Monday. */
    WEEK;

    /** More bins than this are not computed at a time. */
    public static final int MOST_BINS = 400;

    private static final Duration HOURS_UP_TO = Duration.ofHours(36);
    private static final Duration SHIFTS_UP_TO = Duration.ofDays(7);
    private static final Duration DAYS_UP_TO = Duration.ofDays(70);

    /** The width with which a span of time gives a chart that can be read. */
    public static BinWidth fitting(Instant from, Instant to) {
        Duration span = Duration.between(from, to);
        if (span.compareTo(HOURS_UP_TO) <= 0) {
            return HOUR;
        }
        if (span.compareTo(SHIFTS_UP_TO) <= 0) {
            return SHIFT;
        }
        return span.compareTo(DAYS_UP_TO) <= 0 ? DAY : WEEK;
    }

    /**
     * Where bins begin and end, the first edge being {@code from} and the last {@code to}: the outermost bins may be shorter.
     *
     * @param shifts when shifts begin, at least one
     * @throws IllegalArgumentException when {@code from} is not before {@code to}, or there would be more than {@link #MOST_BINS}
     */
    public List<Instant> edges(Instant from, Instant to, ZoneId zone, List<LocalTime> shifts) {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("from = %s must be before to = %s".formatted(from, to));
        }
        List<Instant> edges = new ArrayList<>(List.of(from));
        Instant next = after(from, zone, shifts);
        while (next.isBefore(to)) {
            edges.add(next);
            if (edges.size() > MOST_BINS) {
                throw new IllegalArgumentException("bin = %s from %s to %s gives more than %d bins; choose wider ones"
                        .formatted(word(), from, to, MOST_BINS));
            }
            next = after(next, zone, shifts);
        }
        edges.add(to);
        return List.copyOf(edges);
    }

    /** As clients have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The first edge after a moment. */
    private Instant after(Instant moment, ZoneId zone, List<LocalTime> shifts) {
        ZonedDateTime local = moment.atZone(zone);
        LocalDate day = local.toLocalDate();
        return switch (this) {
            // Whole hours of the clock, which some zones have at the half hour.
            case HOUR -> local.truncatedTo(ChronoUnit.HOURS).plusHours(1).toInstant();
            case DAY -> day.plusDays(1).atStartOfDay(zone).toInstant();
            case WEEK ->
                day.with(TemporalAdjusters.next(DayOfWeek.MONDAY))
                        .atStartOfDay(zone)
                        .toInstant();
            case SHIFT -> shiftAfter(moment, day, zone, shifts);
        };
    }

    private static Instant shiftAfter(Instant moment, LocalDate day, ZoneId zone, List<LocalTime> shifts) {
        for (LocalDate date = day; ; date = date.plusDays(1)) {
            for (LocalTime start : shifts) {
                Instant begin = date.atTime(start).atZone(zone).toInstant();
                if (begin.isAfter(moment)) {
                    return begin;
                }
            }
        }
    }
}
