package io.winnow.core.refinement;

import io.winnow.core.Progress;
import io.winnow.core.detector.AnomalyDetector;
import io.winnow.core.detector.DetectorTrainer;
import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.feature.PoolEmbeddings;

/**
 * Fits a detector on the whole pool and scores the same images with it: SROC (Cordier, Missaoui and Gutierrez, 2022, section
 * 3.2). The detector may be of another kind than the one that will serve (appendix B: Mahalanobis refines, PatchCore serves).
 */
public final class Sroc implements PoolScorer {
    private final String name;
    private final DetectorTrainer trainer;

    /** Refinement by any kind of detector, named {@code "sroc"}. */
    public Sroc(DetectorTrainer trainer) {
        this("sroc", trainer);
    }

    /** Refinement by another detector than the one that serves, under a name of its own. */
    public Sroc(String name, DetectorTrainer trainer) {
        this.name = name;
        this.trainer = trainer;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int minimumPoolSize() {
        return 1;
    }

    @Override
    public double[] score(PoolEmbeddings pool, long seed, Progress progress) {
        try (AnomalyDetector detector = trainer.fit(pool, seed, progress)) {
            return scores(detector, pool, progress);
        }
    }

    /** Scores every image of a pool. */
    static double[] scores(AnomalyDetector detector, PoolEmbeddings pool, Progress progress) {
        double[] scores = new double[pool.size()];
        for (int image = 0; image < scores.length; image++) {
            progress.advance("score pool", image, scores.length);
            PatchEmbeddings patches = pool.patches(image);
            scores[image] = detector.score(patches);
        }
        return scores;
    }
}
