package io.winnow.core.station;

import java.util.Locale;

/** What becomes of frames that come faster than they can be judged. */
public enum Overload {
    /** All are judged, however late: a full line holds the sender back, and the broker keeps the rest. */
    WAIT,

    /** The oldest that wait are stored undecided without being looked at, so that the newest are judged in time. */
    SKIP;

    /** As configurations have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
