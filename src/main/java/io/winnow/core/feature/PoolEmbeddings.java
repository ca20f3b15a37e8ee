package io.winnow.core.feature;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The patch embeddings of a pool of images, all of one shape, loaded image by image so that a pool may be larger than memory.
 * Thread-safe.
 */
public interface PoolEmbeddings {
    /** Number of images. */
    int size();

    /** Name of an image, unique in the pool and the same at every refit. */
    String name(int image);

    /** The patch embeddings of an image. */
    PatchEmbeddings patches(int image);

    /** Some of this pool's images, in the given order. */
    default PoolEmbeddings subset(int[] images) {
        int[] chosen = images.clone();
        PoolEmbeddings whole = this;
        return new PoolEmbeddings() {
            @Override
            public int size() {
                return chosen.length;
            }

            @Override
            public String name(int image) {
                return whole.name(chosen[image]);
            }

            @Override
            public PatchEmbeddings patches(int image) {
                return whole.patches(chosen[image]);
            }
        };
    }

    /** A pool held in memory, its images named {@code "0"}, {@code "1"} and so on. */
    static PoolEmbeddings of(List<PatchEmbeddings> images) {
        List<PatchEmbeddings> held = List.copyOf(images);
        List<String> names =
                IntStream.range(0, held.size()).mapToObj(Integer::toString).toList();
        return new PoolEmbeddings() {
            @Override
            public int size() {
                return held.size();
            }

            @Override
            public String name(int image) {
                return names.get(image);
            }

            @Override
            public PatchEmbeddings patches(int image) {
                return held.get(image);
            }
        };
    }
}
