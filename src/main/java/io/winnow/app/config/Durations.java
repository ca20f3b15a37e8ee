package io.winnow.app.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: a whole number and one of ms, s, m, h, d. */
final class Durations {
    private record Unit(String name, Duration length) {}

    /** Longest first, so that the first that divides a duration writes it shortest. */
    private static final List<Unit> UNITS = List.of(
            new Unit("d", Duration.ofDays(1)),
            new Unit("h", Duration.ofHours(1)),
            new Unit("m", Duration.ofMinutes(1)),
            new Unit("s", Duration.ofSeconds(1)),
            new Unit("ms", Duration.ofMillis(1)));

    private static final int MOST_DIGITS = 9;
    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,%d}) ?([a-z]{1,2})".formatted(MOST_DIGITS));

    private Durations() {}

    /** Reads a duration; empty where it is none. */
    static Optional<Duration> parse(String text) {
        Matcher matcher = WRITTEN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        return UNITS.stream()
                .filter(unit -> unit.name.equals(matcher.group(2)))
                .findFirst()
                .map(unit -> unit.length.multipliedBy(amount));
    }

    /** What {@link #parse} takes between two durations, as a regular expression of JSON Schema. */
    static String pattern(Duration least, Duration most) {
        List<Amounts.Unit> units = UNITS.stream()
                .map(unit -> new Amounts.Unit(unit.name, unit.length.toMillis()))
                .toList();
        return Amounts.pattern(units, MOST_DIGITS, least.toMillis(), most.toMillis());
    }

    /** Writes a duration of whole milliseconds with the longest unit that leaves a whole number. */
    static String format(Duration duration) {
        long millis = duration.toMillis();
        return UNITS.stream()
                .filter(unit -> millis >= unit.length.toMillis() && millis % unit.length.toMillis() == 0)
                .findFirst()
                .map(unit -> millis / unit.length.toMillis() + unit.name)
                .orElse(millis + "ms");
    }
}
