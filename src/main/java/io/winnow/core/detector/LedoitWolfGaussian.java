package io.winnow.core.detector;

/**
 * A Gaussian whose covariance is shrunk towards a multiple of the identity by the amount that Ledoit and Wolf (2004) derive:
 * {@code (1 - s) S + s tr(S) / d I}, S dividing by n. It can be fitted to fewer samples than dimensions. Immutable and
 * thread-safe.
 *
 * <p>Leaving out a sample of the fit has a closed form. Without sample x the empirical covariance is
 * {@code n/(n-1) (S - (x-m)(x-m)'/(n-1))}; with the shrinkage s and, up to the factor {@code n/(n-1)}, its target kept as
 * they were with all samples, Sherman and Morrison give {@code D'^2 = n/(n-1) D^2 / (1 - (1-s)/(n-1) D^2)}. As s and the target
 * are not worked out anew, an extreme sample still widens the target; {@link LeaveOneOutDistances} is exact, at a cost.
 */
final class LedoitWolfGaussian {
    /** Smallest variance of a direction as a share of the mean one, where all samples are alike in it. */
    private static final double VARIANCE_FLOOR = 1e-9;

    private final double[] mean;
    private final Cholesky cholesky;
    private final double shrinkage;
    private final int samples;

    private LedoitWolfGaussian(double[] mean, Cholesky cholesky, double shrinkage, int samples) {
        this.mean = mean;
        this.cholesky = cholesky;
        this.shrinkage = shrinkage;
        this.samples = samples;
    }

    static LedoitWolfGaussian fit(double[][] samples) {
        double[] mean = new double[samples[0].length];
        for (double[] sample : samples) {
            for (int c = 0; c < mean.length; c++) {
                mean[c] += sample[c] / samples.length;
            }
        }
        Builder builder = new Builder(mean);
        for (double[] sample : samples) {
            builder.add(sample);
        }
        return builder.build();
    }

    int samples() {
        return samples;
    }

    double shrinkage() {
        return shrinkage;
    }

    double logDeterminant() {
        return cholesky.logDeterminant();
    }

    /** Squared Mahalanobis distance from the mean. */
    double squaredDistance(double[] x) {
        double[] centred = new double[mean.length];
        for (int c = 0; c < mean.length; c++) {
            centred[c] = x[c] - mean[c];
        }
        return cholesky.inverseQuadraticForm(centred);
    }

    /** Mahalanobis distance from the mean. */
    double distance(double[] x) {
        return Math.sqrt(squaredDistance(x));
    }

    /** Mahalanobis distance of a sample of the fit as if it had not been in it. */
    double distanceLeavingOut(double[] sample) {
        if (samples < 2) {
            throw new IllegalArgumentException("Gaussian was fitted on 1 sample, leaving it out leaves none");
        }
        double squared = squaredDistance(sample);
        // The true value is below 1; rounding must not turn the sign.
        double share = Math.min((1 - shrinkage) / (samples - 1) * squared, 1 - VARIANCE_FLOOR);
        return Math.sqrt(squared / (1 - share) * samples / (samples - 1));
    }

    /** Second pass of a fit: takes the samples one by one, the mean being known. Not thread-safe. */
    static final class Builder {
        private final double[] mean;
        private final double[] scatter;
        private final double[] centred;
        private double fourthPowers;
        private int samples;

        /** Takes over the mean of all samples to come. */
        Builder(double[] mean) {
            this.mean = mean;
            this.scatter = new double[Cholesky.rowStart(mean.length)];
            this.centred = new double[mean.length];
        }

        static long bytes(int dimension) {
            return Double.BYTES * ((long) dimension * (dimension + 1) / 2 + 2L * dimension);
        }

        void add(double[] sample) {
            double squaredNorm = 0;
            for (int c = 0; c < mean.length; c++) {
                centred[c] = sample[c] - mean[c];
                squaredNorm += centred[c] * centred[c];
            }
            fourthPowers += squaredNorm * squaredNorm;
            samples++;
            for (int i = 0; i < mean.length; i++) {
                int row = Cholesky.rowStart(i);
                double factor = centred[i];
                for (int j = 0; j <= i; j++) {
                    scatter[row + j] += factor * centred[j];
                }
            }
        }

        /** The Gaussian; this builder must not be used again. */
        LedoitWolfGaussian build() {
            int d = mean.length;
            double trace = 0;
            double squaredNorm = 0;
            for (int i = 0; i < d; i++) {
                int row = Cholesky.rowStart(i);
                for (int j = 0; j <= i; j++) {
                    scatter[row + j] /= samples;
                    squaredNorm += (i == j ? 1 : 2) * scatter[row + j] * scatter[row + j];
                }
                trace += scatter[row + i];
            }
            double target = trace / d;
            double shrinkage = shrinkage(samples, d, target, squaredNorm, fourthPowers / samples);
            double ridge = ridge(shrinkage, target);
            for (int i = 0; i < d; i++) {
                int row = Cholesky.rowStart(i);
                for (int j = 0; j <= i; j++) {
                    scatter[row + j] *= 1 - shrinkage;
                }
                scatter[row + i] += ridge;
            }
            return new LedoitWolfGaussian(mean, Cholesky.of(d, scatter), shrinkage, samples);
        }
    }

    /**
     * The shrinkage: the error of S over its distance from the target, at most 1 (Ledoit and Wolf 2004, section 3.2).
     *
     * @param target {@code tr(S) / d}
     * @param squaredNorm sum of the squared elements of S
     * @param meanFourthPower mean over the samples of the fourth power of their distance from the mean
     */
    static double shrinkage(int samples, int dimension, double target, double squaredNorm, double meanFourthPower) {
        double error = (meanFourthPower - squaredNorm) / samples;
        double dispersion = squaredNorm - dimension * target * target;
        if (!(error > 0)) {
            return 0;
        }
        return error < dispersion ? error / dispersion : 1;
    }

    /** What is added to the diagonal; above 0 even where all samples are alike. */
    static double ridge(double shrinkage, double target) {
        return Math.max(shrinkage * target, target > 0 ? VARIANCE_FLOOR * target : 1);
    }
}
