package io.winnow.core.detector;

import io.winnow.core.Progress;
import io.winnow.core.feature.PoolEmbeddings;

/** Fits one kind of detector. Thread-safe, holds settings only. */
public interface DetectorTrainer {
    /** Name in tables and manifests: {@code "patchcore"}. */
    String name();

    /**
     * Fits a detector on a pool of at least one image.
     *
     * @param seed makes the fit repeatable; recorded by the caller
     */
    AnomalyDetector fit(PoolEmbeddings pool, long seed, Progress progress);

    /**
     * Fits a detector on chosen patches of a pool.
     *
     * @param selection which patches, by image of the pool
     * @throws IllegalArgumentException when nothing is left, or this kind of detector takes whole images only
     */
    default AnomalyDetector fit(PoolEmbeddings pool, PatchSelection selection, long seed, Progress progress) {
        if (selection != PatchSelection.ALL) {
            throw new IllegalArgumentException(
                    "detector %s takes whole images, no selection of patches".formatted(name()));
        }
        return fit(pool, seed, progress);
    }
}
