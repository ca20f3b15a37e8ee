package io.winnow.core.health;

import java.util.Locale;

/** How a part is, best first. */
public enum Health {
    /** Does what it should. */
    OK,
    /** Works, and somebody should look at it soon. */
    ATTENTION,
    /** Does not work. */
    FAILED;

    /** As clients have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The worse of both. */
    public Health or(Health other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
