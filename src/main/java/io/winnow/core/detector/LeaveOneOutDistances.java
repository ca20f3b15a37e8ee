package io.winnow.core.detector;

import java.util.stream.IntStream;

/**
 * The exact Mahalanobis distance of each sample from a {@link LedoitWolfGaussian} fitted to all the others, shrinkage and
 * target worked out anew.
 *
 * <p>Everything that such a fit needs is in the samples' inner products, so that each costs one factorisation of size n,
 * whatever the dimension. With C the other m samples, centred, and r the ridge on the diagonal,
 * {@code ((1-s) C'C/m + r I)^-1 = (I - C' (C C' + m r / (1-s) I)^-1 C) / r} (Woodbury).
 */
final class LeaveOneOutDistances {
    private final int dimension;
    private final double[][] products;

    private LeaveOneOutDistances(int dimension, double[][] products) {
        this.dimension = dimension;
        this.products = products;
    }

    /**
     * Distances of all samples, in order.
     *
     * @param samples {@code [n][d]}, n at least 2
     */
    static double[] of(double[][] samples) {
        LeaveOneOutDistances distances = new LeaveOneOutDistances(samples[0].length, products(samples));
        return IntStream.range(0, samples.length)
                .parallel()
                .mapToDouble(distances::distance)
                .toArray();
    }

    /** Inner products about the mean of all samples, which keeps the numbers small. */
    private static double[][] products(double[][] samples) {
        double[] mean = new double[samples[0].length];
        for (double[] sample : samples) {
            for (int c = 0; c < mean.length; c++) {
                mean[c] += sample[c] / samples.length;
            }
        }
        double[][] centred = new double[samples.length][mean.length];
        double[][] products = new double[samples.length][samples.length];
        for (int i = 0; i < samples.length; i++) {
            for (int c = 0; c < mean.length; c++) {
                centred[i][c] = samples[i][c] - mean[c];
            }
            for (int j = 0; j <= i; j++) {
                products[i][j] = Cholesky.dot(centred[i], 0, centred[j], 0, mean.length);
                products[j][i] = products[i][j];
            }
        }
        return products;
    }

    private double distance(int left) {
        int[] others =
                IntStream.range(0, products.length).filter(i -> i != left).toArray();
        int m = others.length;
        double[] meanProducts = new double[products.length];
        double meanNorm = 0;
        for (int i = 0; i < products.length; i++) {
            for (int other : others) {
                meanProducts[i] += products[i][other] / m;
            }
            meanNorm += i == left ? 0 : meanProducts[i] / m;
        }
        double[] inner = new double[Cholesky.rowStart(m)];
        double[] crossed = new double[m];
        double trace = 0;
        double squares = 0;
        double fourthPowers = 0;
        for (int i = 0; i < m; i++) {
            int row = Cholesky.rowStart(i);
            for (int j = 0; j <= i; j++) {
                double value =
                        products[others[i]][others[j]] - meanProducts[others[i]] - meanProducts[others[j]] + meanNorm;
                inner[row + j] = value;
                squares += (i == j ? 1 : 2) * value * value;
            }
            trace += inner[row + i];
            fourthPowers += inner[row + i] * inner[row + i];
            crossed[i] = products[others[i]][left] - meanProducts[others[i]] - meanProducts[left] + meanNorm;
        }
        double norm = products[left][left] - 2 * meanProducts[left] + meanNorm;
        double target = trace / m / dimension;
        double shrinkage = LedoitWolfGaussian.shrinkage(m, dimension, target, squares / m / m, fourthPowers / m);
        return solve(inner, crossed, norm, shrinkage, LedoitWolfGaussian.ridge(shrinkage, target));
    }

    private static double solve(double[] inner, double[] crossed, double norm, double shrinkage, double ridge) {
        if (shrinkage == 1) {
            return Math.sqrt(norm / ridge);
        }
        int m = crossed.length;
        for (int i = 0; i < m; i++) {
            inner[Cholesky.rowStart(i) + i] += m * ridge / (1 - shrinkage);
        }
        double explained = Cholesky.of(m, inner).inverseQuadraticForm(crossed);
        return Math.sqrt(Math.max(norm - explained, 0) / ridge);
    }
}
