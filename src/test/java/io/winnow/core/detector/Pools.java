package io.winnow.core.detector;

import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.feature.PoolEmbeddings;
import io.winnow.core.index.FloatMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Made-up pools of two feature levels. */
final class Pools {
    static final int GRID_HEIGHT = 3;
    static final int GRID_WIDTH = 2;
    static final List<Integer> LEVELS = List.of(3, 5);

    private Pools() {}

    static PatchEmbeddings image(Random random) {
        FloatMatrix vectors = FloatMatrix.zeros(GRID_HEIGHT * GRID_WIDTH, 8);
        for (int p = 0; p < vectors.rows() * vectors.columns(); p++) {
            vectors.values().put(p, (float) random.nextGaussian());
        }
        return new PatchEmbeddings(GRID_HEIGHT, GRID_WIDTH, LEVELS, vectors);
    }

    /** An image of normal patches but for one, which lies far off. */
    static PatchEmbeddings defective(Random random, int patch) {
        PatchEmbeddings image = image(random);
        float[] row = new float[8];
        java.util.Arrays.fill(row, 20);
        image.vectors().setRow(patch, row);
        return image;
    }

    static PoolEmbeddings normal(int images, long seed) {
        Random random = new Random(seed);
        List<PatchEmbeddings> pool = new ArrayList<>();
        for (int image = 0; image < images; image++) {
            pool.add(image(random));
        }
        return PoolEmbeddings.of(pool);
    }

    static PoolEmbeddings without(PoolEmbeddings pool, int left) {
        int[] others = java.util.stream.IntStream.range(0, pool.size())
                .filter(image -> image != left)
                .toArray();
        return pool.subset(others);
    }
}
