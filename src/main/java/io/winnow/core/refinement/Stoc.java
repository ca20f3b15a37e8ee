package io.winnow.core.refinement;

import io.winnow.core.Progress;
import io.winnow.core.detector.AnomalyDetector;
import io.winnow.core.detector.DetectorTrainer;
import io.winnow.core.feature.PoolEmbeddings;
import io.winnow.core.feature.PoolFolds;

/**
 * An ensemble of s detectors on disjoint parts of the pool, each of which scores the whole pool: the refinement of STOC (Yoon et
 * al., "Self-supervise, Refine, Repeat", 2021, section 3.1; s = 5).
 *
 * <p>In that paper an image stays when every member finds it normal, each at its own quantile, so that the share dropped is not
 * the share asked for. Here an image's score is its highest rank in any member, ties by mean rank: moving the members'
 * quantiles together until the asked share is dropped gives the same images.
 */
public final class Stoc implements PoolScorer {
    /** Members by default. */
    public static final int DEFAULT_MEMBERS = 5;

    private final DetectorTrainer trainer;
    private final int members;

    /** @param members s, at least 2 */
    public Stoc(DetectorTrainer trainer, int members) {
        if (members < 2) {
            throw new IllegalArgumentException("stoc members = %d must be at least 2".formatted(members));
        }
        this.trainer = trainer;
        this.members = members;
    }

    @Override
    public String name() {
        return "stoc";
    }

    @Override
    public int minimumPoolSize() {
        return members;
    }

    @Override
    public double[] score(PoolEmbeddings pool, long seed, Progress progress) {
        PoolFolds folds = PoolFolds.of(pool.size(), members, seed);
        double[] highest = new double[pool.size()];
        double[] mean = new double[pool.size()];
        for (int member = 0; member < members; member++) {
            try (AnomalyDetector detector = trainer.fit(pool.subset(folds.part(member)), seed, progress)) {
                double[] ranks =
                        Ranking.of(Sroc.scores(detector, pool, progress)).relativeRanks();
                for (int image = 0; image < ranks.length; image++) {
                    highest[image] = Math.max(highest[image], ranks[image]);
                    mean[image] += ranks[image] / members;
                }
            }
        }
        // Ranks are multiples of 1/(2n): adding less than that decides between equal ones only.
        for (int image = 0; image < highest.length; image++) {
            highest[image] += mean[image] / (4.0 * pool.size());
        }
        return highest;
    }
}
