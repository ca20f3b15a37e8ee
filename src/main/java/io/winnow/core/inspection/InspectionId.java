package io.winnow.core.inspection;

import java.util.regex.Pattern;

/**
 * Identity of an inspection, and of the event that tells of it. Ids made later sort higher, so that they serve as cursors.
 *
 * @throws IllegalArgumentException when it is not 1 to 64 letters, digits and hyphens
 */
public record InspectionId(String value) implements Comparable<InspectionId> {
    private static final Pattern ALLOWED = Pattern.compile("[0-9A-Za-z-]{1,64}");

    public InspectionId {
        if (!ALLOWED.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "inspection id '%.80s' must be 1 to 64 letters, digits and hyphens".formatted(value));
        }
    }

    @Override
    public int compareTo(InspectionId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
