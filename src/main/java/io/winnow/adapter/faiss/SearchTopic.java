package io.winnow.adapter.faiss;

import io.winnow.core.Progress;
import io.winnow.core.index.FloatMatrix;
import io.winnow.core.index.IndexSettings;
import io.winnow.core.index.Neighbors;
import io.winnow.core.index.VectorSource;
import io.winnow.core.perf.Comparison;
import io.winnow.core.perf.Comparison.Work;
import io.winnow.core.perf.Goal;
import io.winnow.core.perf.PerfException;
import io.winnow.core.perf.PerfLog;
import io.winnow.core.perf.PerfTopic;
import java.lang.ref.Reference;

/** The search against {@code sgemm} of the same size and against FAISS's own search over the same lists. */
public final class SearchTopic implements PerfTopic {
    private static final int QUERIES = 784;
    private static final int K = 5;
    private static final int SMALL = 16384;
    private static final int LARGE = 163840;
    private static final int SEED = 7;

    private static final Goal FLAT = Goal.atMost(1.1);
    private static final Goal FIRST_PASS = Goal.atMost(0.15);
    private static final Goal LISTS = Goal.timesFaster(6);

    private final int threads;
    private final int rounds;
    private final boolean full;

    /**
     * A topic.
     *
     * @param threads that search, of both sides
     * @param rounds of each comparison
     * @param full whether the largest bank is measured as well: 164k of 1536 dimensions, a gigabyte and minutes of training
     */
    public SearchTopic(int threads, int rounds, boolean full) {
        FaissIndexFactory.requireThreads(threads);
        this.threads = threads;
        this.rounds = rounds;
        this.full = full;
    }

    @Override
    public String name() {
        return "search";
    }

    @Override
    public String summary() {
        return "nearest neighbours: exact search against sgemm, inverted lists against FAISS";
    }

    @Override
    public void measure(PerfLog log) throws PerfException {
        FaissIndexFactory factory;
        try {
            factory = FaissIndexFactory.load(threads);
        } catch (FaissUnavailableException e) {
            throw new PerfException("native search is not available: " + e.getMessage(), e);
        }
        log.note("%s, %d threads, %d queries, k = %d; OpenBLAS runs its kernels for %s"
                .formatted(factory.name(), threads, QUERIES, K, NativeMethods.openBlasCore()));
        log.note(
                "OpenBLAS 0.3.21 takes slow kernels on processors that it does not know; OPENBLAS_CORETYPE=SkylakeX in the"
                        + " environment gives it those for AVX-512");
        bank(log, factory, 384, SMALL);
        bank(log, factory, 1536, SMALL);
        bank(log, factory, 384, LARGE);
        if (full) {
            bank(log, factory, 1536, LARGE);
        } else {
            log.note("1536 x %d is left out: it is measured by a full run only".formatted(LARGE));
        }
    }

    private void bank(PerfLog log, FaissIndexFactory factory, int dimension, int rows) {
        String size = dimension + " x " + rows;
        log.progress("drawing " + size);
        FloatMatrix all = DrawnVectors.of(rows + QUERIES, dimension);
        FloatMatrix vectors = all.slice(0, rows);
        FloatMatrix queries = all.slice(rows, rows + QUERIES);
        Neighbors exact;
        try (FaissIndex flat = build(factory, vectors, IndexSettings.FLAT)) {
            exact = flat.search(queries, K);
            boolean bytes = dimension >= 1536 && factory.name().contains("vnni");
            log.compare(new Comparison(
                    "flat " + size,
                    new Work("ours", () -> flat.search(queries, K)),
                    new Work("sgemm", () -> multiply(queries, vectors)),
                    bytes ? FIRST_PASS : FLAT,
                    rounds));
        }
        log.progress("training lists of " + size);
        try (FaissIndex lists = build(factory, vectors, IndexSettings.ivfFlat(0, 0))) {
            log.note("%s would be searched as %s".formatted(size, lists.description()));
            for (int probes : new int[] {8, 16, 32}) {
                log.figure(
                        "recall@1, %s, nprobe %d".formatted(size, probes), recall(lists, queries, probes, exact), "");
                log.compare(new Comparison(
                        "lists %s, nprobe %d".formatted(size, probes),
                        new Work("ours", () -> lists.search(queries, K, probes)),
                        new Work("FAISS", () -> lists.faissSearch(queries, K, probes)),
                        LISTS,
                        rounds));
            }
        }
    }

    private void multiply(FloatMatrix queries, FloatMatrix vectors) {
        NativeMethods.sgemm(
                queries.values(), queries.rows(), vectors.values(), vectors.rows(), vectors.columns(), threads);
        Reference.reachabilityFence(queries);
        Reference.reachabilityFence(vectors);
    }

    private static FaissIndex build(FaissIndexFactory factory, FloatMatrix vectors, IndexSettings settings) {
        return (FaissIndex) factory.build(VectorSource.of(vectors), settings, SEED, Progress.NONE);
    }

    private static double recall(FaissIndex lists, FloatMatrix queries, int probes, Neighbors exact) {
        Neighbors found = lists.search(queries, K, probes);
        int right = 0;
        for (int q = 0; q < QUERIES; q++) {
            right += found.squaredDistance(q, 0) <= exact.squaredDistance(q, 0) ? 1 : 0;
        }
        return right / (double) QUERIES;
    }
}
