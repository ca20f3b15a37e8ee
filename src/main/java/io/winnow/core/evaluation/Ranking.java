package io.winnow.core.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Samples ordered by score, highest first, with which of them are anomalous: sorted once, then every figure and every resample of
 * it is one walk. A higher score means more anomalous; equal scores are one threshold. Immutable and thread-safe.
 */
public final class Ranking {
    /**
     * One threshold of the ROC and precision-recall curves: samples whose score is at least {@code threshold} are called
     * anomalous.
     *
     * @param positives anomalous samples altogether
     * @param negatives normal samples altogether
     */
    public record Point(double threshold, long truePositives, long falsePositives, long positives, long negatives) {
        /** Share of the called samples that are anomalous. */
        public double precision() {
            return (double) truePositives / (truePositives + falsePositives);
        }

        /** Share of the anomalous samples that are called. */
        public Figure recall() {
            return share(truePositives, positives, "no anomalous sample");
        }

        /** Share of the normal samples that are called. */
        public Figure falsePositiveRate() {
            return share(falsePositives, negatives, "no normal sample");
        }

        private static Figure share(long part, long whole, String otherwise) {
            return whole == 0 ? Figure.undefined(otherwise) : Figure.of((double) part / whole);
        }
    }

    private final double[] scores;
    private final boolean[] anomalous;
    /** Where each sample of the ranking stood in the caller's arrays. */
    private final int[] origins;

    private Ranking(double[] scores, boolean[] anomalous, int[] origins) {
        this.scores = scores;
        this.anomalous = anomalous;
        this.origins = origins;
    }

    /**
     * Ranks samples.
     *
     * @param scores of each sample, finite, higher is more anomalous
     * @param anomalous whether each sample is
     * @throws IllegalArgumentException when the lengths differ or a score is not finite
     */
    public static Ranking of(double[] scores, boolean[] anomalous) {
        if (scores.length != anomalous.length) {
            throw new IllegalArgumentException("%d scores but %d labels; each sample needs one of each"
                    .formatted(scores.length, anomalous.length));
        }
        Integer[] order = new Integer[scores.length];
        Arrays.setAll(order, i -> i);
        for (int i = 0; i < scores.length; i++) {
            if (!Double.isFinite(scores[i])) {
                throw new IllegalArgumentException("score of sample %d is %s, must be finite".formatted(i, scores[i]));
            }
        }
        Arrays.sort(order, (a, b) -> Double.compare(scores[b] + 0.0, scores[a] + 0.0));
        double[] sortedScores = new double[order.length];
        boolean[] sortedLabels = new boolean[order.length];
        int[] origins = new int[order.length];
        for (int rank = 0; rank < order.length; rank++) {
            origins[rank] = order[rank];
            sortedScores[rank] = scores[order[rank]];
            sortedLabels[rank] = anomalous[order[rank]];
        }
        return new Ranking(sortedScores, sortedLabels, origins);
    }

    /** Number of samples. */
    public int size() {
        return scores.length;
    }

    /** Area under the ROC curve, ties counted half: the chance that an anomalous sample scores above a normal one. */
    public Figure auroc() {
        return figures().auroc();
    }

    /** Step-wise area under the precision-recall curve: the sum of precision times gain in recall over distinct scores. */
    public Figure averagePrecision() {
        return figures().averagePrecision();
    }

    /** The highest F1 over all thresholds. */
    public Figure maxF1() {
        return figures().maxF1();
    }

    /** All figures in one walk. */
    public RankingFigures figures() {
        int[] once = new int[scores.length];
        Arrays.fill(once, 1);
        return figures(once);
    }

    /**
     * All figures of a resample.
     *
     * @param multiplicity how often each sample was drawn, in the order in which the samples were given; at least 0
     * @throws IllegalArgumentException when the length is not {@link #size}
     */
    public RankingFigures figures(int[] multiplicity) {
        return figures(Arrays.stream(multiplicity).asDoubleStream().toArray());
    }

    /**
     * All figures with a weight for each sample, such as the inverse of its chance of being in the data. With every weight 1 they
     * are the unweighted figures to the last bit; a sample with weight 2 counts as two equal ones.
     *
     * @param weights in the order in which the samples were given; finite and at least 0
     * @throws IllegalArgumentException when the length is not {@link #size} or a weight is out of range
     */
    public RankingFigures figures(double[] weights) {
        requireWeights(weights);
        double[] totals = new double[2];
        for (int rank = 0; rank < scores.length; rank++) {
            totals[anomalous[rank] ? 1 : 0] += weights[origins[rank]];
        }
        RankingSweep sweep = new RankingSweep(totals[1], totals[0]);
        for (int rank = 0; rank < scores.length; ) {
            double threshold = scores[rank];
            double[] more = new double[2];
            while (rank < scores.length && scores[rank] == threshold) {
                more[anomalous[rank] ? 1 : 0] += weights[origins[rank]];
                rank++;
            }
            sweep.lower(threshold, more[1], more[0]);
        }
        return sweep.figures("sample");
    }

    private void requireWeights(double[] weights) {
        if (weights.length != scores.length) {
            throw new IllegalArgumentException("%d weights for %d samples".formatted(weights.length, scores.length));
        }
        for (int i = 0; i < weights.length; i++) {
            if (!(weights[i] >= 0 && weights[i] <= Double.MAX_VALUE)) {
                throw new IllegalArgumentException(
                        "weight of sample %d is %s, must be finite and at least 0".formatted(i, weights[i]));
            }
        }
    }

    /** The curve's points, one for each distinct score, highest threshold first. */
    public List<Point> points() {
        long positives = 0;
        for (boolean label : anomalous) {
            positives += label ? 1 : 0;
        }
        List<Point> points = new ArrayList<>();
        long truePositives = 0;
        for (int rank = 0; rank < scores.length; rank++) {
            truePositives += anomalous[rank] ? 1 : 0;
            if (rank + 1 == scores.length || scores[rank + 1] != scores[rank]) {
                points.add(new Point(
                        scores[rank], truePositives, rank + 1 - truePositives, positives, scores.length - positives));
            }
        }
        return List.copyOf(points);
    }
}
