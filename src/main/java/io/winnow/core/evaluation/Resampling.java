package io.winnow.core.evaluation;

/**
 * How a bootstrap draws.
 *
 * @param replicates number of resamples, at least 1
 * @param seed makes it repeatable; the same seed gives the same resamples for any number of threads
 * @param confidence of the interval, between 0 and 1, both excluded
 */
public record Resampling(int replicates, long seed, double confidence) {
    public Resampling {
        if (replicates < 1) {
            throw new IllegalArgumentException("bootstrap replicates is " + replicates + ", must be at least 1");
        }
        Intervals.requireConfidence(confidence);
    }

    /** Resamples for an interval of 95 %. */
    public static Resampling of(int replicates, long seed) {
        return new Resampling(replicates, seed, 0.95);
    }
}
