package io.winnow.core.watch;

import io.winnow.core.watch.DriftMemory.Stream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Watches one stream of values for a change. Used by one thread. */
final class DriftMonitor {
    private static final int RECENT = 200;

    static final Stream NOTHING = new Stream(0, List.of(), List.of(), List.of());

    private final int reference;
    private final double threshold;
    private final ScoreBag bag;
    private final ChangeDetector detector;
    private final Deque<Double> recent;

    /**
     * @param reference values before the first bet
     * @param threshold A of {@link ChangeDetector}
     * @param seed of the ties' draws
     */
    DriftMonitor(int reference, double threshold, long seed, Stream state) {
        this.reference = reference;
        this.threshold = threshold;
        this.bag = new ScoreBag(seed, state.values(), state.seen());
        this.detector = new ChangeDetector(state.sums());
        this.recent = new ArrayDeque<>(state.recent());
    }

    /** Takes a value; returns whether the stream is held to have changed. */
    boolean take(double value) {
        recent.addLast(value);
        if (recent.size() > RECENT) {
            recent.removeFirst();
        }
        double p = bag.take(value);
        // Not betting is a bet with mean 1 too.
        return bag.seen() > reference && detector.take(p) >= threshold;
    }

    double statistic() {
        return detector.statistic();
    }

    double threshold() {
        return threshold;
    }

    long seen() {
        return bag.seen();
    }

    List<Double> recent() {
        return new ArrayList<>(recent);
    }

    Stream state() {
        return new Stream(bag.seen(), bag.values(), detector.sums(), recent());
    }
}
