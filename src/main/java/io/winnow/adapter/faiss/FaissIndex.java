package io.winnow.adapter.faiss;

import io.winnow.core.index.FloatMatrix;
import io.winnow.core.index.IdRange;
import io.winnow.core.index.IndexDescription;
import io.winnow.core.index.NearestNeighborIndex;
import io.winnow.core.index.Neighbors;
import io.winnow.core.index.SearchArguments;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A handle to an index in native memory. Whoever built or loaded it closes it. */
final class FaissIndex implements NearestNeighborIndex {
    private final int dimension;
    private final long size;
    private final int lists;
    private final int probes;
    private final OptionalDouble recall;
    private final int threads;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private long handle;

    /**
     * Takes a complete index over.
     *
     * @param recall recall@1 as measured when it was built
     */
    FaissIndex(long handle, OptionalDouble recall, int threads) {
        this.handle = handle;
        this.recall = recall;
        this.threads = threads;
        dimension = NativeMethods.dimension(handle);
        size = NativeMethods.size(handle);
        lists = NativeMethods.lists(handle);
        probes = NativeMethods.probes(handle);
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public String description() {
        return lists == 0 ? "faiss Flat" : IndexDescription.ofLists("faiss IVFFlat", lists, probes, recall);
    }

    @Override
    public Neighbors search(FloatMatrix queries, int k, IdRange excluded) {
        return search(queries, k, excluded, probes);
    }

    /** A search with another number of probes, to compare with. */
    Neighbors search(FloatMatrix queries, int k, int otherProbes) {
        return search(queries, k, IdRange.EMPTY, otherProbes);
    }

    private Neighbors search(FloatMatrix queries, int k, IdRange excluded, int lookedAt) {
        SearchArguments.check(dimension, size, queries, k, excluded);
        float[] squaredDistances = new float[queries.rows() * k];
        long[] ids = new long[queries.rows() * k];
        withHandle(open -> {
            NativeMethods.search(
                    open,
                    queries.values(),
                    queries.rows(),
                    k,
                    excluded.from(),
                    excluded.to(),
                    lookedAt,
                    BackgroundThreads.allowed(threads),
                    squaredDistances,
                    ids);
            Reference.reachabilityFence(queries);
        });
        return new Neighbors(k, squaredDistances, ids);
    }

    /** The search of FAISS itself with a number of probes, to compare with. */
    Neighbors faissSearch(FloatMatrix queries, int k, int probes) {
        SearchArguments.check(dimension, size, queries, k, IdRange.EMPTY);
        float[] squaredDistances = new float[queries.rows() * k];
        long[] ids = new long[queries.rows() * k];
        withHandle(open -> NativeMethods.faissSearch(
                open, queries.values(), queries.rows(), k, probes, threads, squaredDistances, ids));
        return new Neighbors(k, squaredDistances, ids);
    }

    @Override
    public void save(Path file) throws IOException {
        FaissIndexFile.write(file, path -> withHandle(open -> NativeMethods.write(open, path.toString())));
    }

    @Override
    public void close() {
        Lock writing = lock.writeLock();
        writing.lock();
        try {
            if (handle != 0) {
                NativeMethods.free(handle);
                handle = 0;
            }
        } finally {
            writing.unlock();
        }
    }

    /** Searches run side by side; closing waits for them. */
    private void withHandle(HandleUse use) {
        Lock reading = lock.readLock();
        reading.lock();
        try {
            if (handle == 0) {
                throw new IllegalStateException("the index is closed");
            }
            use.with(handle);
        } finally {
            reading.unlock();
        }
    }

    @FunctionalInterface
    private interface HandleUse {
        void with(long handle);
    }
}
