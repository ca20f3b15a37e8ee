package io.winnow.core.refinement;

import io.winnow.core.feature.PoolEmbeddings;
import java.util.Comparator;
import java.util.stream.IntStream;

/** A pool in the order of its names, and the way back. */
final class NameOrder {
    private final PoolEmbeddings sorted;
    private final int[] positions;

    private NameOrder(PoolEmbeddings sorted, int[] positions) {
        this.sorted = sorted;
        this.positions = positions;
    }

    /** @throws IllegalArgumentException when two images have one name, or there are none */
    static NameOrder of(PoolEmbeddings pool) {
        if (pool.size() < 1) {
            throw new IllegalArgumentException("pool holds 0 images, refinement needs at least 1");
        }
        int[] positions = IntStream.range(0, pool.size())
                .boxed()
                .sorted(Comparator.comparing(pool::name))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int i = 1; i < positions.length; i++) {
            String name = pool.name(positions[i]);
            if (name.equals(pool.name(positions[i - 1]))) {
                throw new IllegalArgumentException(
                        "pool holds two images named %s, names must be unique".formatted(name));
            }
        }
        return new NameOrder(pool.subset(positions), positions);
    }

    /** The pool, ordered by name. */
    PoolEmbeddings pool() {
        return sorted;
    }

    /** Position in the pool as it came of an image of the ordered one. */
    int original(int image) {
        return positions[image];
    }

    /** Values of the ordered pool's images in the order in which the pool came. */
    double[] original(double[] values) {
        double[] original = new double[values.length];
        for (int image = 0; image < values.length; image++) {
            original[positions[image]] = values[image];
        }
        return original;
    }

    /** Maps of the ordered pool's images in the order in which the pool came. */
    float[][] original(float[][] maps) {
        float[][] original = new float[maps.length][];
        for (int image = 0; image < maps.length; image++) {
            original[positions[image]] = maps[image];
        }
        return original;
    }
}
