package io.winnow.core.bench;

import io.winnow.core.Progress;
import io.winnow.core.detector.AnomalyDetector;
import io.winnow.core.detector.Detection;
import io.winnow.core.detector.DetectorTrainer;
import io.winnow.core.detector.PatchSelection;
import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.feature.PoolEmbeddings;
import org.jspecify.annotations.Nullable;

/**
 * A trainer that fits one pool once, however often it is asked to: judging an unrefined pool, SROC and leaving out all begin
 * with the same fit, which for a large memory bank is most of the work. Other fits it passes on. Thread-safe.
 */
final class SharedFit implements DetectorTrainer, AutoCloseable {
    private final DetectorTrainer trainer;
    private final PoolEmbeddings whole;
    private final long seed;
    private @Nullable AnomalyDetector fitted;

    /** @param whole the pool to fit once, with {@code seed} */
    SharedFit(DetectorTrainer trainer, PoolEmbeddings whole, long seed) {
        this.trainer = trainer;
        this.whole = whole;
        this.seed = seed;
    }

    @Override
    public String name() {
        return trainer.name();
    }

    @Override
    public synchronized AnomalyDetector fit(PoolEmbeddings pool, long fitSeed, Progress progress) {
        if (fitSeed != seed || !isWhole(pool)) {
            return trainer.fit(pool, fitSeed, progress);
        }
        if (fitted == null) {
            fitted = trainer.fit(whole, seed, progress);
        }
        return new Borrowed(fitted);
    }

    @Override
    public AnomalyDetector fit(PoolEmbeddings pool, PatchSelection selection, long fitSeed, Progress progress) {
        return selection == PatchSelection.ALL
                ? fit(pool, fitSeed, progress)
                : trainer.fit(pool, selection, fitSeed, progress);
    }

    /** Whether a pool has the same images in the same order; embeddings of an image are one object in a study. */
    private boolean isWhole(PoolEmbeddings pool) {
        if (pool.size() != whole.size()) {
            return false;
        }
        for (int image = 0; image < pool.size(); image++) {
            if (pool.patches(image) != whole.patches(image)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public synchronized void close() {
        if (fitted != null) {
            fitted.close();
            fitted = null;
        }
    }

    /** A detector whose owner closes it. */
    private record Borrowed(AnomalyDetector owned) implements AnomalyDetector {
        @Override
        public Detection detect(PatchEmbeddings patches) {
            return owned.detect(patches);
        }

        @Override
        public Detection detectLeavingOut(PatchEmbeddings patches, int poolImage) {
            return owned.detectLeavingOut(patches, poolImage);
        }

        @Override
        public double score(PatchEmbeddings patches) {
            return owned.score(patches);
        }

        @Override
        public double scoreLeavingOut(PatchEmbeddings patches, int poolImage) {
            return owned.scoreLeavingOut(patches, poolImage);
        }

        @Override
        public void close() {
            // Closed by its owner.
        }
    }
}
