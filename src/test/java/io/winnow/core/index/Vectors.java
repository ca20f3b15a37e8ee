package io.winnow.core.index;

import java.util.Random;
import java.util.function.Consumer;

/** Vectors for tests. */
public final class Vectors {
    private Vectors() {}

    /** Independent normal values. */
    public static FloatMatrix gaussian(int rows, int columns, long seed) {
        Random random = new Random(seed);
        FloatMatrix matrix = FloatMatrix.zeros(rows, columns);
        float[] row = new float[columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                row[j] = (float) random.nextGaussian();
            }
            matrix.setRow(i, row);
        }
        return matrix;
    }

    /** Small integer coordinates, so that many distances are equal and all are exact. */
    public static FloatMatrix grid(int rows, int columns, int values, long seed) {
        Random random = new Random(seed);
        FloatMatrix matrix = FloatMatrix.zeros(rows, columns);
        float[] row = new float[columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                row[j] = random.nextInt(values);
            }
            matrix.setRow(i, row);
        }
        return matrix;
    }

    /** One matrix handed out in blocks of some rows. */
    public static VectorSource inBlocks(FloatMatrix matrix, int rowsPerBlock) {
        return new VectorSource() {
            @Override
            public int dimension() {
                return matrix.columns();
            }

            @Override
            public long size() {
                return matrix.rows();
            }

            @Override
            public void forEachBlock(Consumer<FloatMatrix> block) {
                for (int from = 0; from < matrix.rows(); from += rowsPerBlock) {
                    block.accept(matrix.slice(from, Math.min(from + rowsPerBlock, matrix.rows())));
                }
            }
        };
    }

    /** Squared distance in double precision. */
    public static double squaredDistance(FloatMatrix a, int i, FloatMatrix b, int j) {
        double sum = 0;
        for (int c = 0; c < a.columns(); c++) {
            double difference = (double) a.at(i, c) - b.at(j, c);
            sum += difference * difference;
        }
        return sum;
    }
}
