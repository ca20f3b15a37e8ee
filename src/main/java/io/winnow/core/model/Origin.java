package io.winnow.core.model;

/** How a frame came into the pool. */
public enum Origin {
    /** It came while the station collected. */
    COLLECTED,
    /** It was judged normal and drawn. */
    PASSED,
    /** An operator confirmed that it is normal. */
    CONFIRMED
}
