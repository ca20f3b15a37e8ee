package io.winnow.core.evaluation;

/**
 * Sums up ranking figures while a threshold falls through the distinct scores, from the highest to the lowest. Amounts are counts or
 * sums of weights; counts are exact below 2^53, so that the order of samples within a tie cannot matter. Not thread-safe.
 */
final class RankingSweep {
    private final double positives;
    private final double negatives;
    private double truePositives;
    private double falsePositives;
    /** Twice the number of (positive, negative) pairs in the right order; a tie counts one. */
    private double orderedPairs;

    private double precisionSteps;
    private double bestF1 = -1;
    private double bestThreshold;

    RankingSweep(double positives, double negatives) {
        this.positives = positives;
        this.negatives = negatives;
    }

    /** Lowers the threshold to {@code threshold}, which that much more of positives and negatives reaches. */
    void lower(double threshold, double morePositives, double moreNegatives) {
        orderedPairs += moreNegatives * (2 * truePositives + morePositives);
        truePositives += morePositives;
        falsePositives += moreNegatives;
        if (morePositives > 0) {
            precisionSteps += morePositives * (truePositives / (truePositives + falsePositives));
            double f1 = 2.0 * truePositives / (positives + truePositives + falsePositives);
            if (f1 >= bestF1) {
                bestF1 = f1;
                bestThreshold = threshold;
            }
        }
    }

    /** The figures once the threshold is below every score. */
    RankingFigures figures(String sample) {
        if (positives == 0) {
            Figure none = Figure.undefined("no anomalous " + sample);
            return new RankingFigures(none, none, none, none);
        }
        Figure auroc = negatives == 0
                ? Figure.undefined("no normal " + sample)
                : Figure.of(orderedPairs / 2 / positives / negatives);
        return new RankingFigures(
                auroc, Figure.of(precisionSteps / positives), Figure.of(bestF1), Figure.of(bestThreshold));
    }
}
