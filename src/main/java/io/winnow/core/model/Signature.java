package io.winnow.core.model;

import io.winnow.core.feature.PatchEmbeddings;
import java.util.Arrays;

/** The mean patch embedding of an image: cheap to keep and to compare, and nearly the same for near-duplicates. Immutable. */
public final class Signature {
    private final float[] mean;

    private Signature(float[] mean) {
        this.mean = mean;
    }

    /** The signature of an image's embeddings. */
    public static Signature of(PatchEmbeddings patches) {
        double[] sum = new double[patches.dimension()];
        float[] row = new float[patches.dimension()];
        for (int patch = 0; patch < patches.patches(); patch++) {
            patches.vectors().row(patch, row);
            for (int c = 0; c < row.length; c++) {
                sum[c] += row[c];
            }
        }
        float[] mean = new float[sum.length];
        for (int c = 0; c < mean.length; c++) {
            mean[c] = (float) (sum[c] / patches.patches());
        }
        return new Signature(mean);
    }

    /** The signature with those values. */
    public static Signature copyOf(float[] values) {
        return new Signature(values.clone());
    }

    /** A copy of the values. */
    public float[] toArray() {
        return mean.clone();
    }

    /** Euclidean distance; infinite to a signature of another length, which another recipe made. */
    public double distance(Signature other) {
        if (other.mean.length != mean.length) {
            return Double.POSITIVE_INFINITY;
        }
        double sum = 0;
        for (int c = 0; c < mean.length; c++) {
            double difference = mean[c] - other.mean[c];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Signature that && Arrays.equals(mean, that.mean);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(mean);
    }
}
