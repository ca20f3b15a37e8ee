package io.winnow.core.threshold;

import java.util.OptionalInt;

/**
 * One computed threshold and what stands behind it.
 *
 * @param value plain distance
 * @param samples how many scores it was computed from; 0 where somebody chose it
 * @param needed fewest scores with which what was asked for can be promised, where something was
 * @param guaranteed whether it is promised
 * @param explanation a sentence for people
 */
public record ThresholdLine(double value, int samples, OptionalInt needed, boolean guaranteed, String explanation) {
    public ThresholdLine {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("threshold = %s must be finite".formatted(value));
        }
    }
}
