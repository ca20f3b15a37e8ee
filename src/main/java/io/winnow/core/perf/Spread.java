package io.winnow.core.perf;

import java.util.Arrays;

/**
 * Where values lie.
 *
 * @param lowerQuartile a quarter lies below, linearly interpolated
 * @param upperQuartile a quarter lies above, linearly interpolated
 * @param count how many values
 */
public record Spread(double lowerQuartile, double median, double upperQuartile, int count) {
    /**
     * The spread of some values.
     *
     * @throws IllegalArgumentException when there are none, or one is NaN
     */
    public static Spread of(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values: need at least one");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        if (Double.isNaN(sorted[sorted.length - 1])) {
            throw new IllegalArgumentException("values must not be NaN");
        }
        return new Spread(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75), sorted.length);
    }

    private static double at(double[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
