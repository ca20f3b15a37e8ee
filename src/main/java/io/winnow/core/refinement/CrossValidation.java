package io.winnow.core.refinement;

import io.winnow.core.Progress;
import io.winnow.core.detector.AnomalyDetector;
import io.winnow.core.detector.DetectorTrainer;
import io.winnow.core.feature.PoolEmbeddings;
import io.winnow.core.feature.PoolFolds;

/** Splits the pool into s parts and scores each with a detector of the others (SROC paper, section 4, s = 5). */
public final class CrossValidation implements PoolScorer {
    /** Parts by default. */
    public static final int DEFAULT_PARTS = 5;

    private final DetectorTrainer trainer;
    private final int parts;

    /** @param parts s, at least 2 */
    public CrossValidation(DetectorTrainer trainer, int parts) {
        if (parts < 2) {
            throw new IllegalArgumentException("cross-validation parts = %d must be at least 2".formatted(parts));
        }
        this.trainer = trainer;
        this.parts = parts;
    }

    @Override
    public String name() {
        return "cross-validation";
    }

    @Override
    public int minimumPoolSize() {
        return parts;
    }

    @Override
    public double[] score(PoolEmbeddings pool, long seed, Progress progress) {
        PoolFolds folds = PoolFolds.of(pool.size(), parts, seed);
        double[] scores = new double[pool.size()];
        for (int fold = 0; fold < parts; fold++) {
            int[] part = folds.part(fold);
            try (AnomalyDetector detector = trainer.fit(pool.subset(folds.rest(fold)), seed, progress)) {
                double[] own = Sroc.scores(detector, pool.subset(part), progress);
                for (int i = 0; i < part.length; i++) {
                    scores[part[i]] = own[i];
                }
            }
        }
        return scores;
    }
}
