package io.winnow.core.bench;

import io.winnow.core.Progress;
import io.winnow.core.detector.AnomalyDetector;
import io.winnow.core.detector.DetectorTrainer;
import io.winnow.core.feature.PoolEmbeddings;

/** A way to clean a training pool, as the bench compares them. Thread-safe, holds settings only. */
public interface Strategy {
    /** Name in tables: {@code "sroc"}. */
    String name();

    /** Name and settings: all that its outcome depends on beside the task. */
    String description();

    /**
     * Whether what it drops at a ratio is the head of what it drops at a larger one, so that one run serves all ratios.
     */
    boolean nested();

    /** Whether what it drops depends on the ratio; a strategy that estimates how much to drop does not. */
    default boolean usesRatio() {
        return true;
    }

    /** Cleans a pool. */
    Refined refine(Task task, Progress progress);

    /**
     * What to clean.
     *
     * @param pool embeddings of the training images
     * @param polluted the truth for each image, for strategies that are bounds and not methods
     * @param detector trainer of the detector that is to serve
     * @param ratio part of the pool to drop
     * @param seed makes it repeatable
     */
    record Task(PoolEmbeddings pool, boolean[] polluted, DetectorTrainer detector, double ratio, long seed) {
        /** Number of images that the ratio asks to drop. */
        public int dropCount() {
            return (int) Math.round(ratio * pool.size());
        }
    }

    /**
     * A cleaned pool.
     *
     * @param dropped positions of the dropped images, most suspicious first
     * @param droppedPatches patches left out of images that were kept
     * @param fit fits the serving detector on what is left
     */
    record Refined(int[] dropped, long droppedPatches, Fit fit) {}

    /** Fits a detector on what a strategy left. */
    interface Fit {
        AnomalyDetector fit(long seed, Progress progress);
    }
}
