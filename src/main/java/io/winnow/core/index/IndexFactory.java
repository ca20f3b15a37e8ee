package io.winnow.core.index;

import io.winnow.core.Progress;
import java.io.IOException;
import java.nio.file.Path;

/** Builds and loads indexes of one implementation. Thread-safe. */
public interface IndexFactory {
    /** Name and version of the implementation, for health and manifests: {@code "faiss 1.7.3"}. */
    String name();

    /**
     * Builds an index over all vectors of a source.
     *
     * @param vectors at least one vector, all finite
     * @param settings which kind of index
     * @param seed makes training repeatable: same vectors, settings and seed give the same index on any number of threads
     */
    NearestNeighborIndex build(VectorSource vectors, IndexSettings settings, long seed, Progress progress);

    /**
     * Loads what {@link NearestNeighborIndex#save} wrote.
     *
     * @throws IOException when the file is missing, damaged or of another implementation, saying which
     */
    NearestNeighborIndex load(Path file) throws IOException;
}
