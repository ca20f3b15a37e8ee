package io.winnow.core.inspection;

import java.util.regex.Pattern;

/**
 * Name of a station: one camera looking at one place of a line.
 *
 * @throws IllegalArgumentException when it is not 1 to 64 lower-case letters, digits and hyphens
 */
public record StationId(String value) implements Comparable<StationId> {
    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    public StationId {
        if (!ALLOWED.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "station id '%.80s' must be 1 to 64 lower-case letters, digits and hyphens".formatted(value));
        }
    }

    @Override
    public int compareTo(StationId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
