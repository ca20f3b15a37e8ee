package io.winnow.adapter.faiss;

import io.winnow.core.Progress;
import io.winnow.core.index.FloatMatrix;
import io.winnow.core.perf.Comparison;
import io.winnow.core.perf.Comparison.Work;
import io.winnow.core.perf.Goal;
import io.winnow.core.perf.PerfException;
import io.winnow.core.perf.PerfLog;
import io.winnow.core.perf.PerfTopic;
import java.lang.ref.Reference;
import java.util.Arrays;

/** Greedy k-center against the plain loop in vector instructions, which gives the same sequence. */
public final class CoresetTopic implements PerfTopic {
    private static final int CANDIDATES = 163840;
    private static final int DIMENSION = 128;
    private static final int SIZE = 2048;
    private static final int FULL_SIZE = 16384;
    private static final int START = 17;
    private static final Goal GOAL = Goal.timesFaster(9);

    private final boolean full;

    /**
     * A topic.
     *
     * @param full whether 16,384 are chosen, which takes the plain loop minutes, and not the first 2,048
     */
    public CoresetTopic(boolean full) {
        this.full = full;
    }

    @Override
    public String name() {
        return "coreset";
    }

    @Override
    public String summary() {
        return "greedy k-center: blocked, by bounds, against the plain loop, one thread";
    }

    @Override
    public void measure(PerfLog log) throws PerfException {
        NativeGreedyKCenter ours;
        try {
            ours = NativeGreedyKCenter.load(1);
        } catch (FaissUnavailableException e) {
            throw new PerfException("native search is not available: " + e.getMessage(), e);
        }
        int size = full ? FULL_SIZE : SIZE;
        log.progress("drawing %d candidates".formatted(CANDIDATES));
        FloatMatrix candidates = DrawnVectors.of(CANDIDATES, DIMENSION);
        if (!Arrays.equals(ours.sampleFrom(candidates, size, START, Progress.NONE), naive(candidates, size))) {
            throw new PerfException(
                    "the selection of %d of %d is not that of the plain loop".formatted(size, CANDIDATES));
        }
        log.compare(new Comparison(
                "coreset %d x %d to %d".formatted(CANDIDATES, DIMENSION, size),
                new Work("ours", () -> ours.sampleFrom(candidates, size, START, Progress.NONE)),
                new Work("plain loop", () -> naive(candidates, size)),
                GOAL,
                full ? 1 : 3));
    }

    private static int[] naive(FloatMatrix candidates, int size) {
        int[] chosen = new int[size];
        chosen[0] = START;
        NativeMethods.naiveKCenter(candidates.values(), candidates.rows(), candidates.columns(), chosen);
        Reference.reachabilityFence(candidates);
        return chosen;
    }
}
