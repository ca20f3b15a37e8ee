package io.winnow.core.threshold;

import io.winnow.core.inspection.ModelVersion;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The computed thresholds of one model.
 *
 * @param review the lower one, below {@code reject}; empty for none
 */
public record ThresholdLines(ModelVersion model, ThresholdLine reject, Optional<ThresholdLine> review) {
    /** The numbers alone; refuses thresholds in the wrong order. */
    public ThresholdSetting setting() {
        return new ThresholdSetting(
                model,
                reject.value(),
                review.map(line -> OptionalDouble.of(line.value())).orElse(OptionalDouble.empty()));
    }
}
