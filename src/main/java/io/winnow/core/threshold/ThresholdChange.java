package io.winnow.core.threshold;

import io.winnow.core.inspection.StationId;
import java.time.Instant;
import java.util.Optional;

/**
 * One change of a station's thresholds, as the history keeps it for ever.
 *
 * @param sequence order of changes; 0 until stored
 * @param by who
 * @param policy in force from then on
 * @param before the thresholds that were in force; empty where there was no model
 * @param after the thresholds that are
 */
public record ThresholdChange(
        long sequence,
        StationId station,
        Instant at,
        String by,
        Action action,
        ThresholdPolicy policy,
        Optional<ThresholdLines> before,
        ThresholdLines after) {
    /** What happened. */
    public enum Action {
        /** Somebody set a policy. */
        SET,
        /** Somebody went back to the policy before. */
        UNDO,
        /** Another model began to serve, and the same policy gave other thresholds. */
        MODEL
    }

    public ThresholdChange {
        if (by.isBlank() || by.length() > 64) {
            throw new IllegalArgumentException("changed by '%.70s' must have 1 to 64 characters".formatted(by));
        }
    }
}
