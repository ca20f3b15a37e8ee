package io.winnow.core.detector;

import io.winnow.core.Progress;
import io.winnow.core.feature.PoolEmbeddings;
import io.winnow.core.index.FloatMatrix;
import java.nio.FloatBuffer;

/**
 * Divides each channel by its standard deviation over a pool, so that no channel rules the distances. The mean stays, as
 * distances do not see it. Immutable and thread-safe.
 */
final class ChannelScale {
    /** Leaves everything as it is. */
    static final ChannelScale NONE = new ChannelScale(new float[0]);

    /** Deviations below this share of their root mean square are rounding noise; scaling them up would drown the rest. */
    private static final double DEVIATION_FLOOR = 1e-3;

    private final float[] factors;

    /** Takes over the factors; none at all means no scaling. */
    ChannelScale(float[] factors) {
        this.factors = factors;
    }

    static ChannelScale fit(PoolEmbeddings pool, int dimension, Progress progress) {
        double[] mean = new double[dimension];
        double[] squares = new double[dimension];
        long count = 0;
        for (int image = 0; image < pool.size(); image++) {
            progress.advance("scale channels", image, pool.size());
            count = accumulate(pool.patches(image).vectors(), mean, squares, count);
        }
        return new ChannelScale(factors(squares, count));
    }

    private static long accumulate(FloatMatrix vectors, double[] mean, double[] squares, long seen) {
        float[] row = new float[mean.length];
        long count = seen;
        for (int patch = 0; patch < vectors.rows(); patch++) {
            vectors.row(patch, row);
            count++;
            // Welford: stable for channels whose mean is far larger than their deviation.
            for (int c = 0; c < row.length; c++) {
                double delta = row[c] - mean[c];
                mean[c] += delta / count;
                squares[c] += delta * (row[c] - mean[c]);
            }
        }
        return count;
    }

    private static float[] factors(double[] squares, long count) {
        double total = 0;
        for (double square : squares) {
            total += square / count;
        }
        double rootMeanSquare = Math.sqrt(total / squares.length);
        float[] factors = new float[squares.length];
        for (int c = 0; c < factors.length; c++) {
            double deviation = Math.max(Math.sqrt(squares[c] / count), DEVIATION_FLOOR * rootMeanSquare);
            factors[c] = deviation > 0 ? (float) (1 / deviation) : 1;
        }
        return factors;
    }

    boolean isNone() {
        return factors.length == 0;
    }

    float[] factors() {
        return factors.clone();
    }

    /** The scaled vectors; the same matrix where there is nothing to do. */
    FloatMatrix apply(FloatMatrix vectors) {
        if (isNone()) {
            return vectors;
        }
        FloatMatrix scaled = FloatMatrix.zeros(vectors.rows(), vectors.columns());
        FloatBuffer source = vectors.values();
        FloatBuffer target = scaled.values();
        for (int p = 0; p < vectors.rows() * factors.length; p++) {
            target.put(p, source.get(p) * factors[p % factors.length]);
        }
        return scaled;
    }
}
