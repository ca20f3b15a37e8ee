package io.winnow.core.refinement;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How much thinner the surroundings of a point are than those of its neighbours: 1 in an even cloud, higher for outliers
 * (Breunig et al., SIGMOD 2000).
 */
final class LocalOutlierFactor {
    private LocalOutlierFactor() {}

    /**
     * The factor of each point.
     *
     * @param points {@code [n][d]}
     * @param k neighbours, at least 1 and below n
     */
    static double[] of(float[][] points, int k) {
        double[][] distances = distances(points);
        int[][] neighbours = new int[points.length][];
        for (int i = 0; i < points.length; i++) {
            neighbours[i] = nearest(distances[i], i, k);
        }
        double[] density = new double[points.length];
        for (int i = 0; i < points.length; i++) {
            double reach = 0;
            for (int neighbour : neighbours[i]) {
                int farthest = neighbours[neighbour][k - 1];
                reach += Math.max(distances[neighbour][farthest], distances[i][neighbour]);
            }
            // Copies of one point have no distance at all; the least positive number keeps the ratio defined.
            density[i] = k / Math.max(reach, Double.MIN_NORMAL);
        }
        double[] factors = new double[points.length];
        for (int i = 0; i < points.length; i++) {
            double sum = 0;
            for (int neighbour : neighbours[i]) {
                sum += density[neighbour];
            }
            factors[i] = Math.min(sum / k / density[i], Float.MAX_VALUE);
        }
        return factors;
    }

    private static double[][] distances(float[][] points) {
        double[][] distances = new double[points.length][points.length];
        for (int i = 0; i < points.length; i++) {
            for (int j = 0; j < i; j++) {
                distances[i][j] = Math.sqrt(squaredDistance(points[i], points[j]));
                distances[j][i] = distances[i][j];
            }
        }
        return distances;
    }

    private static double squaredDistance(float[] a, float[] b) {
        double sum0 = 0;
        double sum1 = 0;
        int c = 0;
        for (; c < a.length - 1; c += 2) {
            double difference0 = a[c] - b[c];
            double difference1 = a[c + 1] - b[c + 1];
            sum0 += difference0 * difference0;
            sum1 += difference1 * difference1;
        }
        for (; c < a.length; c++) {
            double difference = a[c] - b[c];
            sum0 += difference * difference;
        }
        return sum0 + sum1;
    }

    private static int[] nearest(double[] distances, int self, int k) {
        int[] nearest = IntStream.range(0, distances.length)
                .filter(i -> i != self)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> distances[i]))
                .limit(k)
                .mapToInt(Integer::intValue)
                .toArray();
        return Arrays.copyOf(nearest, k);
    }
}
