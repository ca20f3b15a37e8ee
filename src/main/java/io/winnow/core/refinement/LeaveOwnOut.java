package io.winnow.core.refinement;

import io.winnow.core.Progress;
import io.winnow.core.detector.AnomalyDetector;
import io.winnow.core.detector.DetectorTrainer;
import io.winnow.core.feature.PoolEmbeddings;

/**
 * As {@link Sroc}, but each image is scored as if it had not been in the pool: a defect no longer vouches for itself. Beyond the
 * paper.
 */
public final class LeaveOwnOut implements PoolScorer {
    private final DetectorTrainer trainer;

    public LeaveOwnOut(DetectorTrainer trainer) {
        this.trainer = trainer;
    }

    @Override
    public String name() {
        return "leave-own-out";
    }

    @Override
    public int minimumPoolSize() {
        return 2;
    }

    @Override
    public double[] score(PoolEmbeddings pool, long seed, Progress progress) {
        double[] scores = new double[pool.size()];
        try (AnomalyDetector detector = trainer.fit(pool, seed, progress)) {
            for (int image = 0; image < scores.length; image++) {
                progress.advance("score pool", image, scores.length);
                scores[image] = detector.scoreLeavingOut(pool.patches(image), image);
            }
        }
        return scores;
    }
}
