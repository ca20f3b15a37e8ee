package io.winnow.core.index;

import java.util.function.Consumer;

/** Vectors that may not fit into one matrix, handed out block by block, in the same order at every pass. */
public interface VectorSource {
    /** Length of each vector. */
    int dimension();

    /** Number of vectors of all blocks. */
    long size();

    /** Calls with each block, {@code [n, dimension]}; a block is valid only during the call. */
    void forEachBlock(Consumer<FloatMatrix> block);

    /** One matrix as a source. */
    static VectorSource of(FloatMatrix matrix) {
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
                block.accept(matrix);
            }
        };
    }
}
