package io.winnow.adapter.faiss;

import io.winnow.core.index.FloatMatrix;
import java.lang.ref.Reference;

/** OpenBLAS's {@code sgemm}, which searches are measured against. */
public final class MatrixProduct {
    private MatrixProduct() {}

    /**
     * Multiplies every query with every vector and forgets the products.
     *
     * @param queries {@code [n, d]}
     * @param vectors {@code [rows, d]}
     */
    public static void multiply(FloatMatrix queries, FloatMatrix vectors, int threads) {
        NativeMethods.sgemm(
                queries.values(), queries.rows(), vectors.values(), vectors.rows(), vectors.columns(), threads);
        Reference.reachabilityFence(queries);
        Reference.reachabilityFence(vectors);
    }
}
