package io.winnow.app.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of bytes, written with its unit: {@code 20GB} (decimal: B, kB, MB, GB, TB) or {@code 32MiB} (binary: KiB, MiB, GiB,
 * TiB). Never negative.
 */
public record DataSize(long bytes) implements Comparable<DataSize> {
    private record Unit(String name, long bytes) {}

    /** Largest first, so that the first that divides an amount writes it shortest. */
    private static final List<Unit> UNITS = List.of(
            new Unit("TiB", 1L << 40),
            new Unit("TB", 1_000_000_000_000L),
            new Unit("GiB", 1L << 30),
            new Unit("GB", 1_000_000_000L),
            new Unit("MiB", 1L << 20),
            new Unit("MB", 1_000_000L),
            new Unit("KiB", 1L << 10),
            new Unit("kB", 1_000L),
            new Unit("B", 1));

    private static final int MOST_DIGITS = 18;
    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,%d}) ?([A-Za-z]{1,3})".formatted(MOST_DIGITS));

    public DataSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("data size = %d bytes must not be negative".formatted(bytes));
        }
    }

    /** Reads an amount with its unit; empty where it is none or exceeds 2^63 - 1 bytes. */
    static Optional<DataSize> parse(String text) {
        Matcher matcher = WRITTEN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        return UNITS.stream()
                .filter(unit -> unit.name.equals(matcher.group(2)) && amount <= Long.MAX_VALUE / unit.bytes)
                .findFirst()
                .map(unit -> new DataSize(amount * unit.bytes));
    }

    /** What {@link #parse} takes between two sizes, as a regular expression of JSON Schema. */
    static String pattern(DataSize least, DataSize most) {
        List<Amounts.Unit> units = UNITS.stream()
                .map(unit -> new Amounts.Unit(unit.name, unit.bytes))
                .toList();
        return Amounts.pattern(units, MOST_DIGITS, least.bytes, most.bytes);
    }

    @Override
    public int compareTo(DataSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** With the largest unit that leaves a whole number. */
    @Override
    public String toString() {
        return UNITS.stream()
                .filter(unit -> bytes >= unit.bytes && bytes % unit.bytes == 0)
                .findFirst()
                .map(unit -> bytes / unit.bytes + unit.name)
                .orElse(bytes + "B");
    }
}
