package io.winnow.core.detector;

import io.winnow.core.Progress;
import io.winnow.core.feature.PoolEmbeddings;
import io.winnow.core.index.CoresetSampler;
import io.winnow.core.index.FloatMatrix;
import io.winnow.core.index.IndexFactory;
import java.util.Arrays;

/** Fits {@link PatchCore}. Thread-safe. */
public final class PatchCoreTrainer implements DetectorTrainer {
    private final IndexFactory indexes;
    private final CoresetSampler sampler;
    private final PatchCoreSettings settings;

    public PatchCoreTrainer(IndexFactory indexes, CoresetSampler sampler, PatchCoreSettings settings) {
        this.indexes = indexes;
        this.sampler = sampler;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "patchcore";
    }

    public PatchCoreSettings settings() {
        return settings;
    }

    @Override
    public PatchCore fit(PoolEmbeddings pool, long seed, Progress progress) {
        return fit(pool, PatchSelection.ALL, seed, progress);
    }

    /**
     * Fits a detector on chosen patches of a pool.
     *
     * @param selection which patches, by image of the pool; at least one
     */
    @Override
    public PatchCore fit(PoolEmbeddings pool, PatchSelection selection, long seed, Progress progress) {
        FeatureShape shape = FeatureShape.of(pool);
        ChannelScale scale =
                settings.standardise() ? ChannelScale.fit(pool, shape.dimension(), progress) : ChannelScale.NONE;
        BankVectors all = BankVectors.of(pool, shape, scale, selection);
        BankVectors vectors = settings.coresetShare() < 1 ? coreset(all, seed, progress) : all;
        // Equation 7 needs distances to given vectors of the bank, which an index does not hand out.
        FloatMatrix held = settings.reweightNeighbours() > 0 ? vectors.toMatrix() : FloatMatrix.zeros(0, 1);
        PatchCore.Bank bank = new PatchCore.Bank(
                shape,
                settings.neighbours(),
                settings.reweightNeighbours(),
                scale,
                vectors.offsets(),
                vectors.weights(selection),
                held);
        return new PatchCore(bank, indexes.build(vectors, settings.index(), seed, progress));
    }

    private BankVectors coreset(BankVectors all, long seed, Progress progress) {
        FloatMatrix candidates = RandomProjection.project(all, seed, progress);
        int size = (int) Math.max(1, Math.round(settings.coresetShare() * candidates.rows()));
        int[] chosen = sampler.sample(candidates, size, seed, progress);
        Arrays.sort(chosen);
        return all.subset(chosen);
    }
}
