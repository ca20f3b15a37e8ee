package io.winnow.core.index;

/**
 * Some rows of a matrix, stored dimension by dimension: value {@code j} of row {@code i} at {@code j * capacity + i}. Loops
 * over the rows of one dimension then become vector instructions without any change in the order in which a distance is
 * summed.
 */
final class DimensionMajorTile {
    private final int dimension;
    private final int capacity;
    private final float[] values;
    private final float[] row;
    private int rows;

    DimensionMajorTile(int dimension, int capacity) {
        this.dimension = dimension;
        this.capacity = capacity;
        this.values = new float[Math.multiplyExact(dimension, capacity)];
        this.row = new float[dimension];
    }

    int rows() {
        return rows;
    }

    /** Takes rows {@code from} to {@code from + count} of a matrix. */
    void load(FloatMatrix matrix, int from, int count) {
        rows = count;
        for (int i = 0; i < count; i++) {
            matrix.row(from + i, row);
            for (int j = 0; j < dimension; j++) {
                values[j * capacity + i] = row[j];
            }
        }
    }

    /**
     * Adds {@code (x[i][j] - point[j])^2} for each {@code j} from {@code fromDimension} to {@code toDimension}, one after the
     * other in float32, to {@code sums[i]} of each row.
     */
    void addSquaredDifferences(float[] point, int fromDimension, int toDimension, float[] sums) {
        int j = fromDimension;
        for (; j + 4 <= toDimension; j += 4) {
            addFour(point, j, sums);
        }
        for (; j < toDimension; j++) {
            float p = point[j];
            int base = j * capacity;
            for (int i = 0; i < rows; i++) {
                float difference = values[base + i] - p;
                sums[i] += difference * difference;
            }
        }
    }

    private void addFour(float[] point, int j, float[] sums) {
        float p0 = point[j];
        float p1 = point[j + 1];
        float p2 = point[j + 2];
        float p3 = point[j + 3];
        int base0 = j * capacity;
        int base1 = base0 + capacity;
        int base2 = base1 + capacity;
        int base3 = base2 + capacity;
        for (int i = 0; i < rows; i++) {
            float d0 = values[base0 + i] - p0;
            float d1 = values[base1 + i] - p1;
            float d2 = values[base2 + i] - p2;
            float d3 = values[base3 + i] - p3;
            sums[i] = (((sums[i] + d0 * d0) + d1 * d1) + d2 * d2) + d3 * d3;
        }
    }
}
