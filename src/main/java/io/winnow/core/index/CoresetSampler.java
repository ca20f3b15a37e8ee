package io.winnow.core.index;

import io.winnow.core.Progress;

/** Chooses vectors that stand for all. Thread-safe. */
public interface CoresetSampler {
    /** Name of the method and implementation, for manifests: {@code "greedy k-center (Java)"}. */
    String name();

    /**
     * Indices of the chosen candidates, each once, in the order of their choice. The same arguments give the same result on
     * any number of threads.
     *
     * @param candidates {@code [n, d]}, finite
     * @param size number to choose, {@code 1 <= size <= n}
     * @throws IllegalArgumentException when a rule does not hold
     * @throws java.util.concurrent.CancellationException when {@code progress} asks for it
     */
    int[] sample(FloatMatrix candidates, int size, long seed, Progress progress);
}
