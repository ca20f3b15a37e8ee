package io.winnow.adapter.faiss;

import io.winnow.core.Progress;
import java.lang.ref.Reference;
import java.util.OptionalInt;

/**
 * How many lists a query looks at: the fewest that find the nearest vector of held-out queries of the bank often enough. What a
 * search costs is counted, not timed: the same bank gives the same index on every machine.
 */
final class ProbeChoice {
    /** Share of held-out queries whose nearest vector must be found. */
    static final double RECALL = 0.99;

    /** Frames with defects lie farther from every centroid than the bank does: fewer are not trusted. */
    private static final int FEWEST = 8;

    private static final String PHASE = "measure index";

    /** A centroid is compared in float32, four times the work of a vector of a list. */
    private static final double WORK_OF_CENTROID = 4;
    /** Lists that many queries look at are longer than the mean. */
    private static final double LENGTH_OF_PROBED_LIST = 1.75;
    /** A query is made bytes of for each list, at the cost of so many vectors. */
    private static final double WORK_OF_PROBE = 6;
    /** Short lists are searched at half the speed of long ones. */
    private static final double SHORTNESS = 2;

    private final long handle;
    private final HeldOutQueries queries;
    private final int threads;
    private final Progress progress;

    /** An outcome: number of probes, and the recall measured with them. */
    record Choice(int probes, double recall) {}

    ProbeChoice(long handle, HeldOutQueries queries, int threads, Progress progress) {
        this.handle = handle;
        this.queries = queries;
        this.threads = threads;
        this.progress = progress;
    }

    /**
     * Measures.
     *
     * @param wanted probes that somebody has fixed
     */
    Choice choose(OptionalInt wanted) {
        int lists = NativeMethods.lists(handle);
        float[] exact = nearest(lists);
        int probes = Math.min(lists, wanted.orElse(FEWEST));
        for (; ; probes = Math.min(lists, next(probes))) {
            progress.advance(PHASE, probes, lists);
            double recall = probes == lists ? 1 : HeldOutQueries.recall(nearest(probes), exact);
            if (wanted.isPresent() || recall >= RECALL || probes == lists) {
                return new Choice(probes, recall);
            }
        }
    }

    /** Whether looking at all vectors is less work than so many probes. */
    static boolean isMoreWorkThanAll(long size, int lists, int probes) {
        double listed = LENGTH_OF_PROBED_LIST * size / lists + WORK_OF_PROBE;
        return WORK_OF_CENTROID * lists + SHORTNESS * probes * listed >= size;
    }

    /** 8, 12, 16, 24, 32 and so on. */
    private static int next(int probes) {
        return Integer.bitCount(probes) == 1 ? probes + probes / 2 : Integer.highestOneBit(probes) * 2;
    }

    private float[] nearest(int probes) {
        return queries.nearest((rows, excluded) -> {
            float[] distances = new float[rows.rows()];
            NativeMethods.search(
                    handle,
                    rows.values(),
                    rows.rows(),
                    1,
                    excluded.from(),
                    excluded.to(),
                    probes,
                    threads,
                    distances,
                    new long[rows.rows()]);
            Reference.reachabilityFence(rows);
            return distances;
        });
    }
}
