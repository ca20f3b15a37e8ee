package io.winnow.life;

import io.winnow.core.Progress;
import io.winnow.core.index.FloatMatrix;
import io.winnow.core.index.IdRange;
import io.winnow.core.index.IndexFactory;
import io.winnow.core.index.IndexSettings;
import io.winnow.core.index.NearestNeighborIndex;
import io.winnow.core.index.Neighbors;
import io.winnow.core.index.VectorSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts how many indexes of a real factory are open: each holds native memory until it is closed. */
final class CountingIndexes implements IndexFactory {
    private final IndexFactory real;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger loaded = new AtomicInteger();

    CountingIndexes(IndexFactory real) {
        this.real = real;
    }

    int open() {
        return open.get();
    }

    int loaded() {
        return loaded.get();
    }

    @Override
    public String name() {
        return real.name();
    }

    @Override
    public NearestNeighborIndex build(VectorSource vectors, IndexSettings settings, long seed, Progress progress) {
        return new Counted(real.build(vectors, settings, seed, progress));
    }

    @Override
    public NearestNeighborIndex load(Path file) throws IOException {
        loaded.incrementAndGet();
        return new Counted(real.load(file));
    }

    private final class Counted implements NearestNeighborIndex {
        private final NearestNeighborIndex index;
        private final AtomicBoolean closed = new AtomicBoolean();

        private Counted(NearestNeighborIndex index) {
            this.index = index;
            open.incrementAndGet();
        }

        @Override
        public int dimension() {
            return index.dimension();
        }

        @Override
        public long size() {
            return index.size();
        }

        @Override
        public String description() {
            return index.description();
        }

        @Override
        public Neighbors search(FloatMatrix queries, int k, IdRange excluded) {
            return index.search(queries, k, excluded);
        }

        @Override
        public void save(Path file) throws IOException {
            index.save(file);
        }

        @Override
        public void close() {
            if (!closed.getAndSet(true)) {
                open.decrementAndGet();
            }
            index.close();
        }
    }
}
