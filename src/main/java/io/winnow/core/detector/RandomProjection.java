package io.winnow.core.detector;

import io.winnow.core.Progress;
import io.winnow.core.index.FloatMatrix;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Random linear projection of vectors to fewer dimensions, which keeps distances roughly (Johnson and Lindenstrauss 1984),
 * for choosing a coreset (PatchCore, section 3.2).
 */
final class RandomProjection {
    /** As in the reference implementation of PatchCore. */
    private static final int DIMENSION = 128;

    private RandomProjection() {}

    /** All vectors in one matrix, projected where they are longer than 128. */
    static FloatMatrix project(BankVectors source, long seed, Progress progress) {
        if (source.dimension() <= DIMENSION) {
            return source.toMatrix();
        }
        float[][] directions = directions(source.dimension(), seed);
        FloatMatrix projected = FloatMatrix.zeros(Math.toIntExact(source.size()), DIMENSION);
        int[] next = {0};
        source.forEachImage(progress, "project patches", block -> {
            int from = next[0];
            IntStream.range(0, block.rows())
                    .parallel()
                    .forEach(i -> projected.setRow(from + i, project(block, i, directions)));
            next[0] = from + block.rows();
        });
        return projected;
    }

    private static float[][] directions(int dimension, long seed) {
        Random random = new Random(seed);
        float[][] directions = new float[dimension][DIMENSION];
        double scale = 1 / Math.sqrt(DIMENSION);
        for (float[] row : directions) {
            for (int c = 0; c < DIMENSION; c++) {
                row[c] = (float) (scale * random.nextGaussian());
            }
        }
        return directions;
    }

    /** Four products between two looks at the sums, which are added in ascending order all the same. */
    private static float[] project(FloatMatrix block, int row, float[][] directions) {
        float[] target = new float[DIMENSION];
        int j = 0;
        for (; j + 4 <= directions.length; j += 4) {
            float v0 = block.at(row, j);
            float v1 = block.at(row, j + 1);
            float v2 = block.at(row, j + 2);
            float v3 = block.at(row, j + 3);
            float[] d0 = directions[j];
            float[] d1 = directions[j + 1];
            float[] d2 = directions[j + 2];
            float[] d3 = directions[j + 3];
            for (int c = 0; c < DIMENSION; c++) {
                target[c] = target[c] + v0 * d0[c] + v1 * d1[c] + v2 * d2[c] + v3 * d3[c];
            }
        }
        for (; j < directions.length; j++) {
            float value = block.at(row, j);
            float[] direction = directions[j];
            for (int c = 0; c < DIMENSION; c++) {
                target[c] += value * direction[c];
            }
        }
        return target;
    }
}
