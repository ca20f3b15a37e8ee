package io.winnow.core.index;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;

/**
 * Exhaustive search in plain Java: the oracle of every other implementation, and what runs where no native library is.
 *
 * <p>Squared distances are sums of squared differences, never a difference of norms and dot products, so that duplicates are
 * at exactly 0 and near neighbours lose no digits: float32 within {@value #CHUNK} dimensions, double beyond. Queries are
 * shared out among threads; each result depends on its query and the vectors alone.
 */
public final class ExactIndex implements NearestNeighborIndex {
    private static final int CHUNK = 64;
    private static final int SMALLEST_SHARE = 16;

    private final int dimension;
    private final long size;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private List<FloatMatrix> blocks;
    private boolean closed;

    ExactIndex(int dimension, List<FloatMatrix> blocks) {
        this.dimension = dimension;
        this.blocks = List.copyOf(blocks);
        this.size = blocks.stream().mapToLong(FloatMatrix::rows).sum();
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
        return "exact (Java)";
    }

    @Override
    public Neighbors search(FloatMatrix queries, int k, IdRange excluded) {
        SearchArguments.check(dimension, size, queries, k, excluded);
        Lock reading = lock.readLock();
        reading.lock();
        try {
            requireOpen();
            float[] squaredDistances = new float[queries.rows() * k];
            long[] ids = new long[queries.rows() * k];
            int processors = Runtime.getRuntime().availableProcessors();
            int share = Math.max(SMALLEST_SHARE, -Math.floorDiv(-queries.rows(), processors));
            IntStream.range(0, -Math.floorDiv(-queries.rows(), share))
                    .parallel()
                    .forEach(s -> {
                        int from = s * share;
                        int to = Math.min(from + share, queries.rows());
                        NearestCandidates[] nearest = searchShare(queries.slice(from, to), k, excluded);
                        for (int q = from; q < to; q++) {
                            nearest[q - from].copyTo(squaredDistances, ids, q * k);
                        }
                    });
            return new Neighbors(k, squaredDistances, ids);
        } finally {
            reading.unlock();
        }
    }

    private NearestCandidates[] searchShare(FloatMatrix queries, int k, IdRange excluded) {
        NearestCandidates[] nearest = new NearestCandidates[queries.rows()];
        Arrays.setAll(nearest, q -> new NearestCandidates(k));
        int tileRows = dimension > 512 ? 128 : 256;
        DimensionMajorTile tile = new DimensionMajorTile(dimension, tileRows);
        TileDistances distances = new TileDistances(tileRows);
        float[] query = new float[dimension];
        long firstId = 0;
        for (FloatMatrix block : blocks) {
            for (int from = 0; from < block.rows(); from += tileRows) {
                tile.load(block, from, Math.min(tileRows, block.rows() - from));
                for (int q = 0; q < queries.rows(); q++) {
                    queries.row(q, query);
                    distances.compute(tile, query);
                    offer(distances, tile.rows(), firstId + from, excluded, nearest[q]);
                }
            }
            firstId += block.rows();
        }
        return nearest;
    }

    private static void offer(
            TileDistances distances, int rows, long firstId, IdRange excluded, NearestCandidates nearest) {
        float bound = nearest.bound();
        for (int i = 0; i < rows; i++) {
            float squaredDistance = (float) distances.squared[i];
            if (squaredDistance < bound && !excluded.contains(firstId + i)) {
                nearest.offer(squaredDistance, firstId + i);
                bound = nearest.bound();
            }
        }
    }

    @Override
    public void save(Path file) throws IOException {
        Lock reading = lock.readLock();
        reading.lock();
        try {
            requireOpen();
            ExactIndexFile.write(file, dimension, blocks);
        } finally {
            reading.unlock();
        }
    }

    @Override
    public void close() {
        Lock writing = lock.writeLock();
        writing.lock();
        try {
            closed = true;
            blocks = List.of();
        } finally {
            writing.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the index is closed");
        }
    }

    /** Squared distances of one query to all rows of a tile. */
    private static final class TileDistances {
        private final double[] squared;
        private final float[] chunkSums;

        TileDistances(int rows) {
            squared = new double[rows];
            chunkSums = new float[rows];
        }

        void compute(DimensionMajorTile tile, float[] query) {
            Arrays.fill(squared, 0);
            for (int from = 0; from < query.length; from += CHUNK) {
                Arrays.fill(chunkSums, 0);
                tile.addSquaredDifferences(query, from, Math.min(from + CHUNK, query.length), chunkSums);
                for (int i = 0; i < squared.length; i++) {
                    squared[i] += chunkSums[i];
                }
            }
        }
    }
}
