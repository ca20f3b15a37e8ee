package io.winnow.core.model;

import java.util.List;

/**
 * Scores of normal images that a model was not fitted on, from which a threshold for any false-reject rate follows without a new
 * fit. Kept with the model. Immutable.
 *
 * @param method where the scores come from
 * @param scores of the images, in no order that means anything; plain distance
 * @param peaks highest smoothed patch score of each image, in the same order: for the threshold of regions
 */
public record Calibration(Method method, List<Double> scores, List<Double> peaks) {
    /** How the scores were got. */
    public enum Method {
        /**
         * Images that were held out of the memory bank. If the next normal image is exchangeable with them, the finite-sample
         * guarantee of split conformal prediction holds.
         */
        SPLIT,
        /**
         * Every image was scored as if it had not been fitted on: all images count on both sides, but nothing is guaranteed (the
         * jackknife of Barber et al. 2021).
         */
        LEAVE_ONE_OUT
    }

    public Calibration {
        scores = List.copyOf(scores);
        peaks = List.copyOf(peaks);
        if (scores.isEmpty() || scores.size() != peaks.size()) {
            throw new IllegalArgumentException(
                    "calibration has %d scores and %d peaks; must have as many of each, at least one"
                            .formatted(scores.size(), peaks.size()));
        }
        scores.forEach(Calibration::requireFinite);
        peaks.forEach(Calibration::requireFinite);
    }

    private static void requireFinite(double score) {
        if (!Double.isFinite(score)) {
            throw new IllegalArgumentException("calibration holds %s; every score must be finite".formatted(score));
        }
    }

    /** A copy of the scores. */
    public double[] scoreArray() {
        return scores.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** A copy of the peaks. */
    public double[] peakArray() {
        return peaks.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
