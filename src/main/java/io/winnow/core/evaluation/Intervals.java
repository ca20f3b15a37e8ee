package io.winnow.core.evaluation;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Confidence intervals: Wilson's for proportions (Wilson 1927), percentiles of a stratified bootstrap for areas (Efron 1979;
 * normal and anomalous samples are drawn apart, so that every resample has as many of each as the data). Thread-safe.
 */
public final class Intervals {
    private Intervals() {}

    /** A figure as a function of how often each sample was drawn. Thread-safe. */
    @FunctionalInterface
    public interface Statistic extends Function<int[], Figure> {}

    /**
     * Wilson's score interval for a proportion.
     *
     * @param successes between 0 and {@code trials}
     * @param trials at least 1
     * @param confidence between 0 and 1, both excluded
     * @throws IllegalArgumentException when a rule does not hold
     */
    public static Interval wilson(long successes, long trials, double confidence) {
        if (trials < 1 || successes < 0 || successes > trials) {
            throw new IllegalArgumentException(
                    "%d successes in %d trials; must be at least 1 trial and 0 <= successes <= trials"
                            .formatted(successes, trials));
        }
        return wilson((double) successes / trials, (double) trials, confidence);
    }

    /**
     * The same for a weighted proportion.
     *
     * @param share between 0 and 1
     * @param trials effective number of trials, above 0
     * @throws IllegalArgumentException when a rule does not hold
     */
    public static Interval wilson(double share, double trials, double confidence) {
        if (!(trials > 0 && share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "share %s of %s trials; must be above 0 trials and 0 <= share <= 1".formatted(share, trials));
        }
        requireConfidence(confidence);
        double z = normalQuantile((1 + confidence) / 2);
        double centre = share + z * z / (2 * trials);
        double spread = z * Math.sqrt((share * (1 - share) + z * z / (4 * trials)) / trials);
        double scale = 1 + z * z / trials;
        // At the ends the formula gives 0 and 1 up to rounding; say so exactly.
        double low = share == 0 ? 0 : Math.max(0, (centre - spread) / scale);
        double high = share == 1 ? 1 : Math.min(1, (centre + spread) / scale);
        return new Interval(low, high);
    }

    /**
     * Percentile interval of a statistic over resamples.
     *
     * @param anomalous whether each sample is; the two groups are drawn apart
     * @return empty when the statistic is undefined on a resample
     */
    public static Optional<Interval> bootstrap(boolean[] anomalous, Resampling resampling, Statistic statistic) {
        return percentiles(replicates(anomalous, resampling, statistic), resampling.confidence());
    }

    /** What a function of the multiplicities gives for each resample, in their order whatever the number of threads. */
    static <T> List<T> replicates(boolean[] anomalous, Resampling resampling, Function<int[], T> function) {
        return IntStream.range(0, resampling.replicates())
                .parallel()
                .mapToObj(replicate -> function.apply(draw(anomalous, resampling.seed(), replicate)))
                .toList();
    }

    /**
     * Percentile interval of the difference {@code first - second} of two models' figures over the same samples: each resample is
     * drawn once and used for both, so what the samples have in common cancels out.
     *
     * @return empty when either statistic is undefined on a resample
     */
    public static Optional<Interval> pairedDifference(
            boolean[] anomalous, Resampling resampling, Statistic first, Statistic second) {
        return bootstrap(
                anomalous,
                resampling,
                multiplicity -> difference(first.apply(multiplicity), second.apply(multiplicity)));
    }

    /**
     * How often each sample is drawn in one resample.
     *
     * @return multiplicities whose sum over each group is the group's size
     */
    static int[] draw(boolean[] anomalous, long seed, int replicate) {
        int[][] members = {members(anomalous, false), members(anomalous, true)};
        // A generator for each replicate, so that the order in which threads take them does not matter.
        SplittableRandom random = new SplittableRandom(seed + 0x9E3779B97F4A7C15L * (replicate + 1L));
        int[] multiplicity = new int[anomalous.length];
        for (int[] group : members) {
            for (int draw = 0; draw < group.length; draw++) {
                multiplicity[group[random.nextInt(group.length)]]++;
            }
        }
        return multiplicity;
    }

    /** The interval that holds the middle of the values, between order statistics; empty when one of them is undefined. */
    static Optional<Interval> percentiles(List<Figure> values, double confidence) {
        double[] sorted = values.stream()
                .flatMapToDouble(value -> value.optional().stream())
                .sorted()
                .toArray();
        return sorted.length < values.size()
                ? Optional.empty()
                : Optional.of(
                        new Interval(quantile(sorted, (1 - confidence) / 2), quantile(sorted, (1 + confidence) / 2)));
    }

    static void requireConfidence(double confidence) {
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("confidence is " + confidence + ", must be between 0 and 1");
        }
    }

    private static double quantile(double[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) Math.floor(position);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    private static Figure difference(Figure first, Figure second) {
        return first instanceof Figure.Defined a ? second.map(b -> a.value() - b) : first;
    }

    private static int[] members(boolean[] anomalous, boolean group) {
        return IntStream.range(0, anomalous.length)
                .filter(i -> anomalous[i] == group)
                .toArray();
    }

    /** Inverse of the normal distribution function for {@code 0.5 <= p < 1}, by bisection. */
    private static double normalQuantile(double p) {
        double low = 0;
        double high = 9;
        while (true) {
            double middle = (low + high) / 2;
            if (middle <= low || middle >= high) {
                return middle;
            }
            if (normalDistribution(middle) < p) {
                low = middle;
            } else {
                high = middle;
            }
        }
    }

    /** Normal distribution function by the series of Marsaglia (Journal of Statistical Software 11/4, 2004). */
    private static double normalDistribution(double x) {
        double term = x;
        double sum = x;
        double previous = 0;
        for (int i = 3; sum != previous; i += 2) {
            previous = sum;
            term *= x * x / i;
            sum += term;
        }
        return 0.5 + sum * Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
    }
}
