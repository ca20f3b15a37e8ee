package io.winnow.adapter.faiss;

import io.winnow.core.index.FloatMatrix;
import io.winnow.core.index.IdRange;

/**
 * Vectors of a bank, in runs spread evenly over it, that serve as queries. What stands near them in the bank is left out of their
 * search: neighbours in an image, or the vector itself, would be found too easily. Always the same for the same bank.
 */
final class HeldOutQueries {
    private static final int RUNS = 16;
    private static final int RUN_ROWS = 64;
    /** Left out before and after a run: with the run about an image's patches. */
    private static final int MARGIN = 480;

    private final long size;
    private final FloatMatrix rows;
    private final float[] row;

    HeldOutQueries(int dimension, long size) {
        this.size = size;
        this.rows = FloatMatrix.zeros(RUNS * RUN_ROWS, dimension);
        this.row = new float[dimension];
    }

    /** Whether a bank is large enough for anything to be left after leaving out. */
    static boolean fit(long size) {
        return size >= 2L * RUNS * RUN_ROWS;
    }

    /** Keeps those of some vectors of the bank that belong to a run. */
    void take(long firstId, FloatMatrix vectors) {
        for (int run = 0; run < RUNS; run++) {
            long from = Math.max(start(run), firstId);
            long to = Math.min(start(run) + RUN_ROWS, firstId + vectors.rows());
            for (long id = from; id < to; id++) {
                vectors.row((int) (id - firstId), row);
                rows.setRow((int) (run * RUN_ROWS + id - start(run)), row);
            }
        }
    }

    /**
     * Share of the queries whose nearest vector is as near by one search as by another.
     *
     * @param exact finds the nearest of all
     */
    static double recall(float[] found, float[] exact) {
        int right = 0;
        for (int q = 0; q < exact.length; q++) {
            right += found[q] <= exact[q] ? 1 : 0;
        }
        return right / (double) exact.length;
    }

    /** Squared distances to the nearest vector, one for each query. */
    float[] nearest(RunSearch search) {
        float[] all = new float[RUNS * RUN_ROWS];
        for (int run = 0; run < RUNS; run++) {
            long start = start(run);
            IdRange excluded = new IdRange(Math.max(0, start - MARGIN), Math.min(size, start + RUN_ROWS + MARGIN));
            float[] distances = search.nearest(rows.slice(run * RUN_ROWS, (run + 1) * RUN_ROWS), excluded);
            System.arraycopy(distances, 0, all, run * RUN_ROWS, RUN_ROWS);
        }
        return all;
    }

    private long start(int run) {
        return (2L * run + 1) * size / (2 * RUNS) - RUN_ROWS / 2;
    }

    /** Searches one run. */
    @FunctionalInterface
    interface RunSearch {
        float[] nearest(FloatMatrix queries, IdRange excluded);
    }
}
