package io.winnow.core.inspection;

/** The stages that a frame passes, in order; names of timings and metric tags. */
public enum Stage {
    /** From arrival until a worker takes the frame. */
    WAIT,
    /** JPEG or PNG to pixels. */
    DECODE,
    /** Crop, resize, normalise. */
    PREPARE,
    /** The backbone. */
    BACKBONE,
    /** Feature maps to patch embeddings. */
    EMBED,
    /** Distances to the memory bank. */
    SEARCH,
    /** Anomaly map to regions. */
    LOCALISE,
    /** What is left of storing the frame, which began before it was decoded. */
    STORE
}
