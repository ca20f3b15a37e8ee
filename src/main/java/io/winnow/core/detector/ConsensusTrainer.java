package io.winnow.core.detector;

import io.winnow.core.Progress;
import io.winnow.core.feature.PoolEmbeddings;
import io.winnow.core.feature.PoolFolds;
import java.util.ArrayList;
import java.util.List;

/** Fits several PatchCore banks on disjoint parts of a pool, which answer by their median. Thread-safe. */
public final class ConsensusTrainer implements DetectorTrainer {
    /** Banks by default, where the pool has enough images. */
    public static final int DEFAULT_BANKS = 9;

    /** With fewer images a bank would not know what normal is. */
    private static final int IMAGES_A_BANK = 3;

    private final PatchCoreTrainer trainer;
    private final int banks;

    /**
     * @param trainer of each bank
     * @param banks number of banks; fewer where a bank would have fewer than 3 images
     */
    public ConsensusTrainer(PatchCoreTrainer trainer, int banks) {
        if (banks < 1) {
            throw new IllegalArgumentException("consensus banks = %d must be at least 1".formatted(banks));
        }
        this.trainer = trainer;
        this.banks = banks;
    }

    @Override
    public String name() {
        return "patchcore-consensus";
    }

    @Override
    public AnomalyDetector fit(PoolEmbeddings pool, long seed, Progress progress) {
        return fit(pool, PatchSelection.ALL, seed, progress);
    }

    @Override
    public AnomalyDetector fit(PoolEmbeddings pool, PatchSelection selection, long seed, Progress progress) {
        FeatureShape shape = FeatureShape.of(pool);
        int parts = Math.max(1, Math.min(banks, pool.size() / IMAGES_A_BANK));
        PoolFolds folds = PoolFolds.of(pool.size(), parts, seed);
        List<Consensus.Member> members = new ArrayList<>();
        try {
            for (int part = 0; part < parts; part++) {
                int[] images = folds.part(part);
                PatchCore bank = trainer.fit(pool.subset(images), selection.subset(images), seed, progress);
                members.add(new Consensus.Member(bank, images));
            }
        } catch (RuntimeException e) {
            members.forEach(member -> member.bank().close());
            throw e;
        }
        return new Consensus(shape, members);
    }
}
