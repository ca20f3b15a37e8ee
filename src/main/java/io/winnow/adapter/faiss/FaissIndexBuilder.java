package io.winnow.adapter.faiss;

import io.winnow.core.Progress;
import io.winnow.core.index.FloatMatrix;
import io.winnow.core.index.VectorSource;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.LongFunction;

/** Feeds one source of vectors to native code, pass by pass, checking what it hands out. */
final class FaissIndexBuilder {
    /** Vectors that a list needs for a centroid worth the name; FAISS warns below. */
    static final int FEWEST_TRAINING_VECTORS = 39;

    /** Sample of vectors for each list: more takes longer and finds hardly better centroids. */
    private static final int TRAINING_VECTORS_PER_LIST = 64;

    private static final int ITERATIONS = 10;

    /** Of a bank too small to measure. */
    private static final int DEFAULT_PROBES = 16;

    /** Vectors handed over in one call: a cancel waits for no more than this. */
    private static final int ROWS_PER_CALL = 16384;

    private final VectorSource vectors;
    private final int threads;
    private final int searchThreads;
    private final Progress progress;

    /**
     * @param threads that build
     * @param searchThreads that the index will search with
     */
    FaissIndexBuilder(VectorSource vectors, int threads, int searchThreads, Progress progress) {
        this.vectors = vectors;
        this.threads = threads;
        this.searchThreads = searchThreads;
        this.progress = progress;
    }

    FaissIndex flat() {
        return finish(NativeMethods.flat(vectors.dimension(), vectors.size()), handle -> {
            pass("add vectors", (first, rows) -> NativeMethods.add(handle, rows.values(), rows.rows()));
            NativeMethods.seal(handle);
            return Optional.of(new FaissIndex(handle, OptionalDouble.empty(), searchThreads));
        });
    }

    /**
     * Inverted lists, and how many of them a query looks at.
     *
     * @param probes fixed by somebody; empty chooses by measured recall
     * @param orElseFlat an exact index instead where that is less work for the same recall
     */
    FaissIndex ivfFlat(int lists, OptionalInt probes, boolean orElseFlat, long seed) {
        FloatMatrix sample = sample(lists, seed);
        progress.advance("train index", 0, lists);
        long trained = NativeMethods.trainIvf(
                sample.values(),
                sample.rows(),
                sample.columns(),
                lists,
                Math.min(probes.orElse(DEFAULT_PROBES), lists),
                ITERATIONS,
                Long.hashCode(seed),
                threads);
        return finish(trained, handle -> {
            HeldOutQueries queries = new HeldOutQueries(vectors.dimension(), vectors.size());
            pass("assign vectors", (first, rows) -> NativeMethods.count(handle, rows.values(), rows.rows(), threads));
            pass("add vectors", (first, rows) -> {
                NativeMethods.add(handle, rows.values(), rows.rows());
                queries.take(first, rows);
            });
            NativeMethods.seal(handle);
            if (!HeldOutQueries.fit(vectors.size())) {
                return Optional.of(new FaissIndex(handle, OptionalDouble.empty(), searchThreads));
            }
            ProbeChoice.Choice choice = new ProbeChoice(handle, queries, threads, progress).choose(probes);
            if (orElseFlat && ProbeChoice.isMoreWorkThanAll(vectors.size(), lists, choice.probes())) {
                return Optional.empty();
            }
            NativeMethods.setProbes(handle, choice.probes());
            return Optional.of(new FaissIndex(handle, OptionalDouble.of(choice.recall()), searchThreads));
        });
    }

    /** Completes an index; frees it should anything fail. Where the result is empty, an exact one is built in its place. */
    private FaissIndex finish(long handle, LongFunction<Optional<FaissIndex>> complete) {
        Optional<FaissIndex> index = Optional.empty();
        try {
            index = complete.apply(handle);
        } finally {
            if (index.isEmpty()) {
                NativeMethods.free(handle);
            }
        }
        return index.orElseGet(this::flat);
    }

    /** A uniform sample without replacement, in the order of the source. */
    private FloatMatrix sample(int lists, long seed) {
        long wanted = Math.min(vectors.size(), (long) lists * TRAINING_VECTORS_PER_LIST);
        long fitting = Integer.MAX_VALUE / Float.BYTES / vectors.dimension();
        if (fitting < lists) {
            throw new IllegalArgumentException(
                    "index lists = %d must be at most %d: training vectors of dimension %d fit into 2 GiB"
                            .formatted(lists, fitting, vectors.dimension()));
        }
        Sampler sampler = new Sampler((int) Math.min(wanted, fitting), new Random(seed));
        pass("sample vectors", (first, rows) -> sampler.take(rows));
        return sampler.sample;
    }

    private void pass(String phase, BlockUse use) {
        Pass pass = new Pass(phase, use);
        progress.advance(phase, 0, vectors.size());
        vectors.forEachBlock(pass::take);
        if (pass.done != vectors.size()) {
            throw new IllegalArgumentException(
                    "the source handed out %d vectors, it says %d".formatted(pass.done, vectors.size()));
        }
    }

    /** Takes some vectors; the first has the given id. */
    @FunctionalInterface
    private interface BlockUse {
        void with(long firstId, FloatMatrix rows);
    }

    /** One pass through the source. */
    private final class Pass {
        private final String phase;
        private final BlockUse use;
        private long done;

        Pass(String phase, BlockUse use) {
            this.phase = phase;
            this.use = use;
        }

        void take(FloatMatrix block) {
            if (block.columns() != vectors.dimension() || done + block.rows() > vectors.size()) {
                throw new IllegalArgumentException(
                        "block of %d vectors of dimension %d after %d vectors; the source says %d of dimension %d"
                                .formatted(block.rows(), block.columns(), done, vectors.size(), vectors.dimension()));
            }
            for (int from = 0; from < block.rows(); from += ROWS_PER_CALL) {
                FloatMatrix rows = block.slice(from, Math.min(from + ROWS_PER_CALL, block.rows()));
                rows.requireFinite("vectors from id " + done);
                use.with(done, rows);
                done += rows.rows();
                progress.advance(phase, done, vectors.size());
            }
        }
    }

    /** Selection sampling: each vector is taken with the probability that the still missing are of the still to come. */
    private final class Sampler {
        private final FloatMatrix sample;
        private final Random random;
        private final float[] row = new float[vectors.dimension()];
        private long seen;
        private int taken;

        Sampler(int size, Random random) {
            this.sample = FloatMatrix.zeros(size, vectors.dimension());
            this.random = random;
        }

        void take(FloatMatrix rows) {
            for (int i = 0; i < rows.rows(); i++, seen++) {
                long toCome = vectors.size() - seen;
                if (random.nextDouble() * toCome < sample.rows() - taken) {
                    rows.row(i, row);
                    sample.setRow(taken++, row);
                }
            }
        }
    }
}
