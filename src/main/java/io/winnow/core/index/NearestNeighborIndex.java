package io.winnow.core.index;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Vectors that can be searched for their nearest neighbours by Euclidean distance. Ids are the positions in which vectors
 * were added, from 0. Thread-safe for search once built; closing while a search runs waits for it. A closed index throws
 * {@link IllegalStateException}.
 */
public interface NearestNeighborIndex extends AutoCloseable {
    /** Length of each vector. */
    int dimension();

    /** Number of vectors. */
    long size();

    /** What kind of index this is and how it was set, for people: {@code "faiss IVFFlat nlist=507 nprobe=16 recall@1=0.994"}. */
    String description();

    /**
     * The {@code k} nearest vectors of each query, leaving out those whose id is in a range.
     *
     * @param queries {@code [q, dimension]}, finite
     * @param k at least 1, at most {@code size() - excluded.size()}; more is an error, never padding
     * @param excluded ids that must not be returned, such as an image's own patches
     * @throws IllegalArgumentException when a rule does not hold, naming both values
     */
    Neighbors search(FloatMatrix queries, int k, IdRange excluded);

    /** The {@code k} nearest vectors of each query, see {@link #search(FloatMatrix, int, IdRange)}. */
    default Neighbors search(FloatMatrix queries, int k) {
        return search(queries, k, IdRange.EMPTY);
    }

    /** Writes the index into a file that the factory that built it can load. */
    void save(Path file) throws IOException;

    @Override
    void close();
}
