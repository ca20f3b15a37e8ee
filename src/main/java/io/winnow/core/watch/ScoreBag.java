package io.winnow.core.watch;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The values seen so far, without their order, and the conformal p-value of the next. While values are exchangeable their p-values
 * are independent and uniform on (0, 1) exactly (Vovk, Gammerman and Shafer, "Algorithmic learning in a random world", 2005,
 * theorem 8.2, with ties broken at random). When the bag is full it goes on with half of itself, chosen at random: which values
 * stay depends on nothing that p-values were computed from, so that the statement holds on. Used by one thread.
 */
final class ScoreBag {
    private static final int MOST = 4096;

    private final long seed;
    private double[] sorted = new double[64];
    private int size;
    private long seen;

    ScoreBag(long seed) {
        this.seed = seed;
    }

    /** One that goes on where another stood. */
    ScoreBag(long seed, List<Double> values, long seen) {
        this(seed);
        this.sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        this.size = sorted.length;
        this.seen = seen;
    }

    /** Rank of a value from above among those seen and itself, as a p-value: small where it is unusually high. Adds the value. */
    double take(double value) {
        int below = lower(value);
        int notAbove = upper(value);
        int above = size - notAbove;
        int ties = notAbove - below + 1;
        double p = (above + draw().nextDouble(Double.MIN_NORMAL, 1) * ties) / (size + 1);
        insert(value, notAbove);
        seen++;
        return p;
    }

    /** Its own for each value, so that a restart draws as if there had been none. */
    private SplittableRandom draw() {
        return new SplittableRandom(seed * 0x9e3779b97f4a7c15L + seen);
    }

    private int lower(double value) {
        int from = 0;
        int to = size;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (sorted[middle] < value) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private int upper(double value) {
        int from = 0;
        int to = size;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (sorted[middle] <= value) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private void insert(double value, int at) {
        if (size == MOST) {
            halve();
            insert(value, upper(value));
            return;
        }
        if (size == sorted.length) {
            sorted = Arrays.copyOf(sorted, Math.min(MOST, Math.max(64, 2 * size)));
        }
        System.arraycopy(sorted, at, sorted, at + 1, size - at);
        sorted[at] = value;
        size++;
    }

    /** Selection sampling keeps the order. */
    private void halve() {
        SplittableRandom random = draw();
        int wanted = size / 2;
        int taken = 0;
        for (int i = 0; i < size && taken < wanted; i++) {
            if (random.nextDouble() * (size - i) < wanted - taken) {
                sorted[taken++] = sorted[i];
            }
        }
        size = taken;
    }

    long seen() {
        return seen;
    }

    /** The values, ascending. */
    List<Double> values() {
        return Arrays.stream(sorted, 0, size).boxed().toList();
    }
}
