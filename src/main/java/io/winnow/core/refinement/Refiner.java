package io.winnow.core.refinement;

import io.winnow.core.Progress;
import io.winnow.core.feature.PoolEmbeddings;

/**
 * Finds the images of an unlabelled pool that should not be trained on. The result depends on the pool's images and names and
 * on the plan, never on the order of the pool; equal scores are ordered by name. Thread-safe, holds settings only.
 */
public interface Refiner {
    /** Name in tables and manifests: {@code "sroc"}. */
    String name();

    /**
     * Refines a pool.
     *
     * @param pool at least one image, names unique; not changed
     * @throws IllegalArgumentException when the pool is too small for this strategy, naming both numbers
     * @throws java.util.concurrent.CancellationException when {@code progress} asks for it
     */
    Refinement refine(PoolEmbeddings pool, RefinementPlan plan, Progress progress);
}
