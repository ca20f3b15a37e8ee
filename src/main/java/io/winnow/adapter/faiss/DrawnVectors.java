package io.winnow.adapter.faiss;

import io.winnow.core.index.FloatMatrix;
import java.util.SplittableRandom;

/** Vectors to measure with: 16 latent dimensions, noise, negative values cut to 0. Always the same. */
final class DrawnVectors {
    private static final int LATENT = 16;
    private static final double NOISE = 0.15;

    private DrawnVectors() {}

    static FloatMatrix of(int rows, int dimension) {
        SplittableRandom random = new SplittableRandom(1);
        float[][] directions = new float[LATENT][dimension];
        for (float[] direction : directions) {
            for (int j = 0; j < dimension; j++) {
                direction[j] = (float) gaussian(random) / 4;
            }
        }
        FloatMatrix matrix = FloatMatrix.zeros(rows, dimension);
        float[] row = new float[dimension];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < dimension; j++) {
                row[j] = (float) (NOISE * gaussian(random));
            }
            for (float[] direction : directions) {
                float latent = (float) gaussian(random);
                for (int j = 0; j < dimension; j++) {
                    row[j] += latent * direction[j];
                }
            }
            for (int j = 0; j < dimension; j++) {
                row[j] = Math.max(0, row[j]);
            }
            matrix.setRow(i, row);
        }
        return matrix;
    }

    /** Near enough to normal: a sum of twelve uniform numbers, many times faster than an exact draw. */
    private static double gaussian(SplittableRandom random) {
        long bits = random.nextLong();
        long more = random.nextLong();
        double sum = -6;
        for (int i = 0; i < 6; i++) {
            sum += ((bits & 1023) + (more & 1023) + 1) / 1024.0;
            bits >>>= 10;
            more >>>= 10;
        }
        return sum;
    }
}
