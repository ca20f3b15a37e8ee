package io.winnow.core.threshold;

import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.model.ModelManifest;
import java.util.OptionalDouble;

/**
 * The thresholds in force for one model. Immutable: a frame is decided by the one that it began with.
 *
 * @param model whose scores they belong to
 * @param threshold a frame whose score is above it is rejected
 * @param reviewThreshold below {@code threshold}; a frame whose score is above it, but not rejected, goes to review
 */
public record ThresholdSetting(ModelVersion model, double threshold, OptionalDouble reviewThreshold) {
    public ThresholdSetting {
        if (!Double.isFinite(threshold)) {
            throw new IllegalArgumentException("threshold = %s must be finite".formatted(threshold));
        }
        if (reviewThreshold.isPresent() && !(reviewThreshold.getAsDouble() < threshold)) {
            throw new IllegalArgumentException("review threshold = %s must be below the reject threshold %s"
                    .formatted(reviewThreshold.getAsDouble(), threshold));
        }
    }

    /** The threshold that a model was fitted with. */
    public static ThresholdSetting of(ModelManifest manifest) {
        return new ThresholdSetting(manifest.version(), manifest.threshold(), OptionalDouble.empty());
    }

    /** What becomes of a frame with that score. */
    public Verdict decide(double score) {
        if (score > threshold) {
            return new Verdict.Reject(score, threshold);
        }
        return reviewThreshold.isPresent() && score > reviewThreshold.getAsDouble()
                ? Verdict.Undecided.between(score, reviewThreshold.getAsDouble(), threshold)
                : new Verdict.Pass(score, threshold);
    }
}
