package io.winnow.core.watch;

/** What a station is watched by. Doubles as a metric tag. */
public enum DriftSign {
    /** Image scores, in either direction. */
    SCORE,
    /** Mean distance of a frame's patches to the memory bank. */
    DISTANCE,
    /** Whether an operator's label contradicts the verdict. */
    OVERRIDES
}
