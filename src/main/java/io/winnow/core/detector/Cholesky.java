package io.winnow.core.detector;

/**
 * The factor L of a positive definite matrix {@code A = L L'}, in float64, lower triangle packed by rows: element
 * {@code (i, j)} at {@code i (i + 1) / 2 + j}. Immutable and thread-safe.
 */
final class Cholesky {
    private final int dimension;
    private final double[] factor;

    private Cholesky(int dimension, double[] factor) {
        this.dimension = dimension;
        this.factor = factor;
    }

    /**
     * Factors a matrix in place.
     *
     * @param matrix packed lower triangle, taken over and overwritten
     * @throws IllegalArgumentException when the matrix is not positive definite
     */
    static Cholesky of(int dimension, double[] matrix) {
        for (int i = 0; i < dimension; i++) {
            int row = rowStart(i);
            for (int j = 0; j < i; j++) {
                int other = rowStart(j);
                matrix[row + j] = (matrix[row + j] - dot(matrix, row, matrix, other, j)) / matrix[other + j];
            }
            double pivot = matrix[row + i] - dot(matrix, row, matrix, row, i);
            if (!(pivot > 0)) {
                throw new IllegalArgumentException("matrix of %d x %d is not positive definite: pivot %d is %s"
                        .formatted(dimension, dimension, i, pivot));
            }
            matrix[row + i] = Math.sqrt(pivot);
        }
        return new Cholesky(dimension, matrix);
    }

    static int rowStart(int row) {
        return row * (row + 1) / 2;
    }

    /** {@code x' A^-1 x}. */
    double inverseQuadraticForm(double[] x) {
        double[] solved = new double[dimension];
        double sum = 0;
        for (int i = 0; i < dimension; i++) {
            int row = rowStart(i);
            solved[i] = (x[i] - dot(factor, row, solved, 0, i)) / factor[row + i];
            sum += solved[i] * solved[i];
        }
        return sum;
    }

    /** Natural logarithm of A's determinant. */
    double logDeterminant() {
        double sum = 0;
        for (int i = 0; i < dimension; i++) {
            sum += Math.log(factor[rowStart(i) + i]);
        }
        return 2 * sum;
    }

    /** Four running sums: independent additions, so that the processor need not wait for each. */
    static double dot(double[] a, int aFrom, double[] b, int bFrom, int count) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int i = 0;
        for (; i < count - 3; i += 4) {
            sum0 += a[aFrom + i] * b[bFrom + i];
            sum1 += a[aFrom + i + 1] * b[bFrom + i + 1];
            sum2 += a[aFrom + i + 2] * b[bFrom + i + 2];
            sum3 += a[aFrom + i + 3] * b[bFrom + i + 3];
        }
        for (; i < count; i++) {
            sum0 += a[aFrom + i] * b[bFrom + i];
        }
        return (sum0 + sum1) + (sum2 + sum3);
    }
}
