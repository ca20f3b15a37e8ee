package io.winnow.core.index;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * A matrix of float32, row-major: element {@code (i, j)} is at {@code i * columns + j}. Backed by a direct buffer of native
 * byte order, so that native code reads it without a copy. At most 2 GiB; larger sets of vectors travel as several
 * matrices. Reading is thread-safe once nobody writes.
 */
public final class FloatMatrix {
    private final int rows;
    private final int columns;
    private final FloatBuffer values;

    private FloatMatrix(int rows, int columns, FloatBuffer values) {
        this.rows = rows;
        this.columns = columns;
        this.values = values;
    }

    /** A matrix of zeros. */
    public static FloatMatrix zeros(int rows, int columns) {
        if (rows < 0 || columns < 1) {
            throw new IllegalArgumentException(
                    "matrix is %d x %d, needs rows >= 0 and columns >= 1".formatted(rows, columns));
        }
        long byteCount = (long) rows * columns * Float.BYTES;
        if (byteCount > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("matrix %d x %d needs %d bytes, limit is %d"
                    .formatted(rows, columns, byteCount, Integer.MAX_VALUE));
        }
        return new FloatMatrix(
                rows,
                columns,
                ByteBuffer.allocateDirect((int) byteCount)
                        .order(ByteOrder.nativeOrder())
                        .asFloatBuffer());
    }

    /** A matrix over an existing direct buffer of native order, {@code rows * columns} values from its position. */
    public static FloatMatrix wrap(FloatBuffer values, int rows, int columns) {
        if (!values.isDirect() || values.order() != ByteOrder.nativeOrder()) {
            throw new IllegalArgumentException("matrix buffer must be direct and of native byte order");
        }
        if (values.remaining() != (long) rows * columns) {
            throw new IllegalArgumentException("matrix %d x %d needs %d values, buffer has %d"
                    .formatted(rows, columns, (long) rows * columns, values.remaining()));
        }
        return new FloatMatrix(rows, columns, values.slice());
    }

    /** A copy of rows of equal length. */
    public static FloatMatrix copyOf(float[][] rows) {
        FloatMatrix matrix = zeros(rows.length, rows.length == 0 ? 1 : rows[0].length);
        for (int i = 0; i < rows.length; i++) {
            matrix.setRow(i, rows[i]);
        }
        return matrix;
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    /** The element in a row and a column. */
    public float at(int row, int column) {
        return values.get(row * columns + column);
    }

    /** Copies a row into an array of {@code columns} values. */
    public void row(int row, float[] target) {
        values.get(row * columns, target, 0, columns);
    }

    /** Overwrites a row. */
    public void setRow(int row, float[] source) {
        if (source.length != columns) {
            throw new IllegalArgumentException(
                    "row has %d values, matrix has %d columns".formatted(source.length, columns));
        }
        values.put(row * columns, source, 0, columns);
    }

    /** Rows {@code from} (inclusive) to {@code to} (exclusive) of this matrix, sharing its memory. */
    public FloatMatrix slice(int from, int to) {
        return new FloatMatrix(to - from, columns, values.slice(from * columns, (to - from) * columns));
    }

    /** A view of all values, position 0; writes go through. */
    public FloatBuffer values() {
        return values.duplicate().clear();
    }

    /**
     * Refuses NaN and infinity.
     *
     * @param name what the matrix is, for the message
     * @return this matrix
     * @throws IllegalArgumentException naming the first offending element
     */
    public FloatMatrix requireFinite(String name) {
        for (int p = 0; p < rows * columns; p++) {
            float value = values.get(p);
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("%s holds %s at row %d, column %d; every value must be finite"
                        .formatted(name, value, p / columns, p % columns));
            }
        }
        return this;
    }
}
