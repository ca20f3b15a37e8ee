package io.winnow.core.model;

import io.winnow.core.image.ContentHash;
import java.time.Instant;

/**
 * What an operator decided of a frame that a refinement dropped; the next refit obeys.
 *
 * @param image name of the frame's bytes: the decision holds for whatever version dropped it
 * @param by who
 */
public record LedgerDecision(ContentHash image, Kind kind, String by, Instant at) {
    /** What was decided. */
    public enum Kind {
        /** It is normal: never dropped again. */
        RESTORED,
        /** It is defective: dropped before anything is judged. */
        CONFIRMED
    }
}
