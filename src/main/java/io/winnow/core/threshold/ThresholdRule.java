package io.winnow.core.threshold;

/** How one threshold follows from a model's scores. */
public sealed interface ThresholdRule {
    /**
     * From normal scores alone, so that at most a stated share of normal frames is above it (split conformal prediction, see {@link
     * io.winnow.core.evaluation.ConformalThreshold}).
     *
     * @param falseRejectRate above 0 and below 0.5
     * @param withConfirmed whether frames that people said to be normal, scored by the same model and not used in its fit, are added
     *     to the model's own calibration scores
     */
    record Conformal(double falseRejectRate, boolean withConfirmed) implements ThresholdRule {
        public Conformal {
            if (!(falseRejectRate > 0 && falseRejectRate < 0.5)) {
                throw new IllegalArgumentException(
                        "false reject rate = %s must be above 0 and below 0.5".formatted(falseRejectRate));
            }
        }
    }

    /** The threshold with the highest F1 over labelled inspections. */
    record BestF1() implements ThresholdRule {}

    /**
     * The highest threshold above which at least a share of the labelled defects lies.
     *
     * @param atLeast above 0 and at most 1
     */
    record Recall(double atLeast) implements ThresholdRule {
        public Recall {
            if (!(atLeast > 0 && atLeast <= 1)) {
                throw new IllegalArgumentException("recall = %s must be above 0 and at most 1".formatted(atLeast));
            }
        }
    }

    /** A score that somebody chose. */
    record Fixed(double threshold) implements ThresholdRule {
        public Fixed {
            if (!(Math.abs(threshold) <= Double.MAX_VALUE)) {
                throw new IllegalArgumentException("threshold = %s must be finite".formatted(threshold));
            }
        }
    }
}
