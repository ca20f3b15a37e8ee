package io.winnow.core.detector;

import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.feature.PoolEmbeddings;
import java.util.List;

/**
 * The shape of the embeddings that a detector was fitted on; it takes no other.
 *
 * @param gridHeight patches from top to bottom
 * @param gridWidth patches from left to right
 * @param levels columns of each feature level
 */
record FeatureShape(int gridHeight, int gridWidth, List<Integer> levels) {
    FeatureShape {
        levels = List.copyOf(levels);
        if (gridHeight < 1
                || gridWidth < 1
                || levels.isEmpty()
                || levels.stream().anyMatch(columns -> columns < 1)) {
            throw new IllegalArgumentException("embeddings of grid %dx%d and levels %s: each number must be at least 1"
                    .formatted(gridHeight, gridWidth, levels));
        }
    }

    static FeatureShape of(PatchEmbeddings patches) {
        return new FeatureShape(patches.gridHeight(), patches.gridWidth(), patches.levels());
    }

    /** The shape of a pool's first image. */
    static FeatureShape of(PoolEmbeddings pool) {
        if (pool.size() < 1) {
            throw new IllegalArgumentException("pool holds 0 images, a detector needs at least 1");
        }
        return of(pool.patches(0));
    }

    int patches() {
        return gridHeight * gridWidth;
    }

    int dimension() {
        return levels.stream().mapToInt(Integer::intValue).sum();
    }

    /** First column of a level. */
    int levelStart(int level) {
        return levels.subList(0, level).stream().mapToInt(Integer::intValue).sum();
    }

    /** @throws IllegalArgumentException when the embeddings have another shape */
    PatchEmbeddings require(PatchEmbeddings patches) {
        if (patches.gridHeight() != gridHeight
                || patches.gridWidth() != gridWidth
                || !patches.levels().equals(levels)) {
            throw new IllegalArgumentException(
                    "embeddings have grid %dx%d and levels %s, detector was fitted on %dx%d, %s"
                            .formatted(
                                    patches.gridHeight(),
                                    patches.gridWidth(),
                                    patches.levels(),
                                    gridHeight,
                                    gridWidth,
                                    levels));
        }
        return patches;
    }

    AnomalyMap map(float[] scores) {
        return new AnomalyMap(gridHeight, gridWidth, scores);
    }
}
