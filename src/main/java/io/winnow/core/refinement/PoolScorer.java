package io.winnow.core.refinement;

import io.winnow.core.Progress;
import io.winnow.core.feature.PoolEmbeddings;

/** Judges every image of a pool by the pool itself: the heart of a refinement strategy. Thread-safe, holds settings only. */
public interface PoolScorer {
    /** Name of the strategy. */
    String name();

    /** Least number of images that can be scored. */
    int minimumPoolSize();

    /**
     * Scores every image, in the pool's order; higher is more anomalous.
     *
     * @param pool ordered by name, so that draws do not depend on the order in which images came
     */
    double[] score(PoolEmbeddings pool, long seed, Progress progress);

    /** Why images with the highest scores are dropped. */
    default LedgerEntry.Reason reason() {
        return LedgerEntry.Reason.MOST_ANOMALOUS;
    }
}
