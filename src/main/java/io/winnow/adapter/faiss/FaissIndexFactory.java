package io.winnow.adapter.faiss;

import io.winnow.core.Progress;
import io.winnow.core.index.FloatMatrix;
import io.winnow.core.index.IndexFactory;
import io.winnow.core.index.IndexSettings;
import io.winnow.core.index.NearestNeighborIndex;
import io.winnow.core.index.VectorSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Builds and loads indexes in native memory: exact ones, and inverted lists (IVFFlat) trained by FAISS. The vectors found
 * are the nearest of the lists looked at, with exact distances, whatever the number of threads.
 */
public final class FaissIndexFactory implements IndexFactory {
    /** Training costs the square of the number of lists: 2 instead of 4 fits four times faster at the same search time and better recall. */
    private static final int LISTS_PER_ROOT_OF_SIZE = 2;

    /** Below this many vectors {@link IndexSettings#AUTO} searches all of them: lists would save nothing. */
    static final int SMALLEST_WITH_LISTS = 4096;

    private final String name;
    private final int threads;

    private FaissIndexFactory(String name, int threads) {
        this.name = name;
        this.threads = threads;
    }

    /**
     * A factory, with the native library loaded.
     *
     * @param threads most threads that one training or search runs on, at least 1
     * @throws FaissUnavailableException saying why the library cannot be used here
     */
    public static FaissIndexFactory load(int threads) throws FaissUnavailableException {
        requireThreads(threads);
        return new FaissIndexFactory(NativeLibrary.require(), threads);
    }

    /** The interface version of the library that this program needs. */
    public static String expectedVersion() {
        return NativeLibrary.EXPECTED;
    }

    /**
     * Loads the native library; its interface version.
     *
     * @throws FaissUnavailableException saying why it cannot be used here
     */
    public static String loadedVersion() throws FaissUnavailableException {
        NativeLibrary.require();
        return NativeLibrary.EXPECTED;
    }

    static void requireThreads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("search threads = %d must be at least 1".formatted(threads));
        }
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * Builds an index. With lists the source is passed through three times: for a training sample, to count and to add; a fourth
     * time where lists turn out to be more work than looking at all vectors. Unless the settings fix it, the number of probes
     * is the smallest that finds the nearest vector of 99 % of held-out queries of the bank.
     *
     * @throws IllegalArgumentException when there is no vector, or one that is not finite, or there are fewer vectors than
     *     lists asked for, or the source hands out another number of vectors than it says
     */
    @Override
    public NearestNeighborIndex build(VectorSource vectors, IndexSettings settings, long seed, Progress progress) {
        long size = vectors.size();
        if (size < 1) {
            throw new IllegalArgumentException("an index needs at least one vector, the source has none");
        }
        if (settings.lists() > size) {
            throw new IllegalArgumentException(
                    "index lists = %d must be at most %d, the number of vectors".formatted(settings.lists(), size));
        }
        boolean flat =
                switch (settings.kind()) {
                    case FLAT -> true;
                    case IVF_FLAT -> false;
                    case AUTO -> size < SMALLEST_WITH_LISTS;
                };
        FaissIndexBuilder builder =
                new FaissIndexBuilder(vectors, BackgroundThreads.allowed(threads), threads, progress);
        if (flat) {
            return builder.flat();
        }
        OptionalInt probes = settings.probes() > 0 ? OptionalInt.of(settings.probes()) : OptionalInt.empty();
        return builder.ivfFlat(lists(settings, size), probes, settings.kind() == IndexSettings.Kind.AUTO, seed);
    }

    private static int lists(IndexSettings settings, long size) {
        if (settings.lists() > 0) {
            return settings.lists();
        }
        long lists = Math.min(
                Math.round(LISTS_PER_ROOT_OF_SIZE * Math.sqrt(size)), size / FaissIndexBuilder.FEWEST_TRAINING_VECTORS);
        return (int) Math.max(1, lists);
    }

    @Override
    public NearestNeighborIndex load(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no index file " + file);
        }
        FaissIndexFile.verify(file);
        try {
            return new FaissIndex(NativeMethods.read(file.toString()), OptionalDouble.empty(), threads);
        } catch (FaissException e) {
            throw new IOException("%s cannot be loaded: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** Builds exactly and searches a matrix against itself once: shows in a moment that the library works here. */
    public void selfTest() {
        FloatMatrix two = FloatMatrix.copyOf(new float[][] {{0, 0}, {3, 4}});
        try (NearestNeighborIndex index = build(VectorSource.of(two), IndexSettings.FLAT, 0, Progress.NONE)) {
            float squaredDistance = index.search(two, 2).squaredDistance(0, 1);
            if (squaredDistance != 25) {
                throw new IllegalStateException(
                        "native search finds squared distance %s between (0, 0) and (3, 4), not 25"
                                .formatted(squaredDistance));
            }
        }
    }
}
