package io.winnow.adapter.simulation;

import java.util.Locale;

/** What can be wrong with a simulated part. */
public enum DefectKind {
    /** A bright groove with a dark edge. */
    SCRATCH,
    /** A shallow hollow: dark on one side, bright on the other. */
    DENT,
    /** An irregular translucent blot. */
    STAIN,
    /** A bolt hole that was not drilled. */
    MISSING_HOLE,
    /** A thin jagged line that starts at a hole. */
    CRACK;

    /** As it is written in labels: {@code "missing hole"}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
