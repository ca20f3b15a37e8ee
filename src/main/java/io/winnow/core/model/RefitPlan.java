package io.winnow.core.model;

import io.winnow.core.refinement.RefinementPlan;
import java.util.OptionalDouble;

/**
 * How a model is to be made from a pool.
 *
 * @param strategy name of the refinement strategy
 * @param ratio share of the pool to drop, 0 to below 0.5; {@code auto} estimates it instead
 * @param seed of every draw
 * @param fixedThreshold scores above it are rejected, instead of a calibrated threshold
 * @param falseRejectRate share of normal frames that may be rejected, above 0 and below 0.5, for calibration
 * @param calibrationShare share of the refined pool that is held out of the memory bank to calibrate with, 0 to 0.5; 0 never does
 */
public record RefitPlan(
        String strategy,
        double ratio,
        long seed,
        OptionalDouble fixedThreshold,
        double falseRejectRate,
        double calibrationShare) {
    /** The strategy that estimates how much of the pool is defective. */
    public static final String AUTO = "auto";

    public RefitPlan {
        if (!(ratio >= 0 && ratio < 0.5)) {
            throw new IllegalArgumentException("refit ratio = %s must be at least 0 and below 0.5".formatted(ratio));
        }
        if (!(falseRejectRate > 0 && falseRejectRate < 0.5)) {
            throw new IllegalArgumentException(
                    "false reject rate = %s must be above 0 and below 0.5".formatted(falseRejectRate));
        }
        if (!(calibrationShare >= 0 && calibrationShare <= 0.5)) {
            throw new IllegalArgumentException("calibration share = %s must be 0 to 0.5".formatted(calibrationShare));
        }
        if (fixedThreshold.isPresent() && !Double.isFinite(fixedThreshold.getAsDouble())) {
            throw new IllegalArgumentException(
                    "fixed threshold = %s must be finite".formatted(fixedThreshold.getAsDouble()));
        }
    }

    /** A plan that holds nothing out: thresholds are calibrated by leaving each image out in turn. */
    public RefitPlan(String strategy, double ratio, long seed, OptionalDouble fixedThreshold, double falseRejectRate) {
        this(strategy, ratio, seed, fixedThreshold, falseRejectRate, 0);
    }

    /** What refinement is asked for: {@code auto} estimates how much to drop, every other strategy is told. */
    public RefinementPlan refinement() {
        return strategy.equals(AUTO) ? RefinementPlan.estimating(seed) : RefinementPlan.dropping(ratio, seed);
    }

    /** This plan with another strategy and ratio. */
    public RefitPlan with(String otherStrategy, double otherRatio) {
        return new RefitPlan(otherStrategy, otherRatio, seed, fixedThreshold, falseRejectRate, calibrationShare);
    }
}
