package io.winnow.core.evaluation;

import java.util.Arrays;

/**
 * A threshold from normal scores alone, for a stated false-reject rate (split conformal prediction: Vovk, Gammerman and Shafer
 * 2005, Lei et al. 2018). If the next normal score is exchangeable with the given ones, it exceeds the threshold with a
 * probability of at most the rate.
 *
 * @param threshold reject scores above it
 * @param normals how many scores it is computed from
 * @param falseRejectRate what was asked for
 * @param normalsNeeded fewest scores with which that rate can be promised
 */
public record ConformalThreshold(double threshold, int normals, double falseRejectRate, int normalsNeeded) {
    /**
     * The smallest threshold that keeps the promise; the highest score where there are too few for it.
     *
     * @param normalScores at least one, finite, of images that the scoring model was not fitted on
     * @param falseRejectRate above 0 and below 1
     */
    public static ConformalThreshold of(double[] normalScores, double falseRejectRate) {
        if (normalScores.length == 0) {
            throw new IllegalArgumentException("a threshold needs at least one normal score, got none");
        }
        if (!(falseRejectRate > 0 && falseRejectRate < 1)) {
            throw new IllegalArgumentException(
                    "false reject rate = %s must be above 0 and below 1".formatted(falseRejectRate));
        }
        double[] sorted = normalScores.clone();
        Arrays.sort(sorted);
        if (!Double.isFinite(sorted[0]) || !Double.isFinite(sorted[sorted.length - 1])) {
            throw new IllegalArgumentException("normal scores range from %s to %s; every score must be finite"
                    .formatted(sorted[0], sorted[sorted.length - 1]));
        }
        // Rounding errors of (n + 1)(1 - rate) must not cost a rank: 20 * 0.95 is 19, not 19.000000000000004.
        int rank = (int) Math.ceil((sorted.length + 1) * (1 - falseRejectRate) - 1e-9);
        return new ConformalThreshold(
                sorted[Math.min(rank, sorted.length) - 1],
                sorted.length,
                falseRejectRate,
                normalsNeeded(falseRejectRate));
    }

    /** Fewest normal scores with which a false reject rate, above 0 and below 1, can be promised. */
    public static int normalsNeeded(double falseRejectRate) {
        return (int) Math.max(1, Math.ceil(1 / falseRejectRate - 1 - 1e-9));
    }

    /** Whether there are enough scores for the rate that was asked for. */
    public boolean keepsPromise() {
        return normals >= normalsNeeded;
    }
}
