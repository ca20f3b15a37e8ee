package io.winnow.core.refinement;

import io.winnow.core.Progress;
import io.winnow.core.feature.PoolEmbeddings;

/** No refinement: keeps every image, whatever share was to be dropped. For pools that are known to be clean, and for comparison. */
public final class KeepAll implements Refiner {
    @Override
    public String name() {
        return "none";
    }

    @Override
    public Refinement refine(PoolEmbeddings pool, RefinementPlan plan, Progress progress) {
        return Refinement.unchanged(pool.size());
    }
}
