package io.winnow.core.detector;

import io.winnow.core.Progress;
import io.winnow.core.feature.PoolEmbeddings;
import io.winnow.core.index.IndexFactory;

/** Fits SPADE: nearest images by pooled features. Weights of a selection do not matter. Thread-safe. */
public final class SpadeTrainer implements DetectorTrainer {
    /** Neighbours by default: SROC paper, section 3.1. */
    public static final int DEFAULT_NEIGHBOURS = 5;

    private final IndexFactory indexes;
    private final int neighbours;

    /**
     * @param indexes searches among the nearest images' patches
     * @param neighbours k, of images and of patches; fewer where there are fewer
     */
    public SpadeTrainer(IndexFactory indexes, int neighbours) {
        if (neighbours < 1) {
            throw new IllegalArgumentException("spade neighbours = %d must be at least 1".formatted(neighbours));
        }
        this.indexes = indexes;
        this.neighbours = neighbours;
    }

    @Override
    public String name() {
        return "spade";
    }

    @Override
    public AnomalyDetector fit(PoolEmbeddings pool, long seed, Progress progress) {
        return fit(pool, PatchSelection.ALL, seed, progress);
    }

    @Override
    public AnomalyDetector fit(PoolEmbeddings pool, PatchSelection selection, long seed, Progress progress) {
        FeatureShape shape = FeatureShape.of(pool);
        double[][] features = PooledFeatures.of(pool, shape, selection, progress);
        return new Spade(shape, pool, selection, features, neighbours, indexes);
    }
}
