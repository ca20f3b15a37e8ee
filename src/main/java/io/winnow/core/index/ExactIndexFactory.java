package io.winnow.core.index;

import io.winnow.core.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Builds and loads {@link ExactIndex}; whatever kind is asked for, the result is exact. */
public final class ExactIndexFactory implements IndexFactory {
    private static final String PHASE = "build index";

    @Override
    public String name() {
        return "exact (Java)";
    }

    /**
     * Copies the vectors. Settings and seed have no influence: nothing is trained.
     *
     * @throws IllegalArgumentException when there is no vector, or one that is not finite, or the source hands out another
     *     number of vectors than it says
     */
    @Override
    public NearestNeighborIndex build(VectorSource vectors, IndexSettings settings, long seed, Progress progress) {
        if (vectors.size() < 1) {
            throw new IllegalArgumentException("an index needs at least one vector, the source has none");
        }
        Collector collector = new Collector(vectors.dimension(), vectors.size(), progress);
        vectors.forEachBlock(collector::add);
        return new ExactIndex(vectors.dimension(), collector.complete());
    }

    @Override
    public NearestNeighborIndex load(Path file) throws IOException {
        List<FloatMatrix> blocks = ExactIndexFile.read(file);
        return new ExactIndex(blocks.get(0).columns(), blocks);
    }

    /** Gathers vectors in blocks of a size of its own. */
    private static final class Collector {
        private final int dimension;
        private final long size;
        private final Progress progress;
        private final float[] row;
        private final List<FloatMatrix> blocks = new ArrayList<>();
        private long done;
        private int free;

        Collector(int dimension, long size, Progress progress) {
            this.dimension = dimension;
            this.size = size;
            this.progress = progress;
            this.row = new float[dimension];
        }

        void add(FloatMatrix vectors) {
            if (vectors.columns() != dimension || done + vectors.rows() > size) {
                throw new IllegalArgumentException(
                        "block of %d vectors of dimension %d after %d vectors; the source says %d of dimension %d"
                                .formatted(vectors.rows(), vectors.columns(), done, size, dimension));
            }
            vectors.requireFinite("vectors from id " + done);
            for (int i = 0; i < vectors.rows(); i++) {
                if (free == 0) {
                    free = (int) Math.min(size - done, ExactIndexFile.blockRows(dimension));
                    blocks.add(FloatMatrix.zeros(free, dimension));
                    progress.advance(PHASE, done, size);
                }
                FloatMatrix block = blocks.get(blocks.size() - 1);
                vectors.row(i, row);
                block.setRow(block.rows() - free, row);
                free--;
                done++;
            }
        }

        List<FloatMatrix> complete() {
            if (done != size) {
                throw new IllegalArgumentException(
                        "the source handed out %d vectors, it says %d".formatted(done, size));
            }
            progress.advance(PHASE, done, size);
            return blocks;
        }
    }
}
