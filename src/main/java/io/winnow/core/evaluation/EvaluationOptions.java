package io.winnow.core.evaluation;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation may be told beyond maps and masks. Immutable and thread-safe.
 */
public final class EvaluationOptions {
    /** Image scores are map maxima, AUPRO up to a false positive rate of 0.3, no intervals. */
    public static final EvaluationOptions DEFAULT = new EvaluationOptions(null, PerRegionOverlap.DEFAULT_LIMIT, null);

    private final double @Nullable [] imageScores;
    private final double auProLimit;
    private final @Nullable Resampling resampling;

    private EvaluationOptions(double @Nullable [] imageScores, double auProLimit, @Nullable Resampling resampling) {
        this.imageScores = imageScores;
        this.auProLimit = auProLimit;
        this.resampling = resampling;
    }

    /** With a score for each image instead of the maximum of its map; higher is more anomalous. */
    public EvaluationOptions withImageScores(double[] scores) {
        return new EvaluationOptions(scores.clone(), auProLimit, resampling);
    }

    /**
     * With AUPRO up to another false positive rate.
     *
     * @throws IllegalArgumentException unless {@code 0 < limit <= 1}
     */
    public EvaluationOptions withAuProLimit(double limit) {
        return new EvaluationOptions(imageScores, CurveArea.requireLimit(limit), resampling);
    }

    /** With an interval for each figure. */
    public EvaluationOptions withIntervals(Resampling intervals) {
        return new EvaluationOptions(imageScores, auProLimit, intervals);
    }

    double auProLimit() {
        return auProLimit;
    }

    Optional<Resampling> resampling() {
        return Optional.ofNullable(resampling);
    }

    /** A score for each image. */
    double[] imageScores(ScoreMaps maps) {
        double[] scores = imageScores == null ? new double[maps.count()] : imageScores;
        if (scores.length != maps.count()) {
            throw new IllegalArgumentException(
                    "%d image scores for %d score maps".formatted(scores.length, maps.count()));
        }
        for (int i = 0; i < scores.length && imageScores == null; i++) {
            scores[i] = maps.max(i);
        }
        return scores;
    }
}
