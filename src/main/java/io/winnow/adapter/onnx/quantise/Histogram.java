package io.winnow.adapter.onnx.quantise;

import java.nio.FloatBuffer;

/** How often values of a range occur, in bins of equal width. Used by one thread. */
final class Histogram {
    private static final int BINS = 4096;

    private final double lowest;
    private final double highest;
    private final long[] counts = new long[BINS];
    private long total;

    /** Bins between the smallest and the largest value that will be added. */
    Histogram(double lowest, double highest) {
        this.lowest = lowest;
        this.highest = highest;
    }

    void add(FloatBuffer values) {
        double perUnit = highest > lowest ? BINS / (highest - lowest) : 0;
        for (int i = values.position(); i < values.limit(); i++) {
            int bin = (int) ((values.get(i) - lowest) * perUnit);
            counts[Math.max(0, Math.min(BINS - 1, bin))]++;
        }
        total += values.remaining();
    }

    /** The value below which a share lies: the edge of the bin in which that happens. */
    double below(double share) {
        long wanted = (long) Math.floor(share * total);
        long seen = 0;
        for (int bin = 0; bin < BINS; bin++) {
            seen += counts[bin];
            if (seen > wanted) {
                return edge(bin);
            }
        }
        return highest;
    }

    /** The value above which a share lies: the edge of the bin in which that happens. */
    double above(double share) {
        long wanted = (long) Math.floor(share * total);
        long seen = 0;
        for (int bin = BINS - 1; bin >= 0; bin--) {
            seen += counts[bin];
            if (seen > wanted) {
                return edge(bin + 1);
            }
        }
        return lowest;
    }

    private double edge(int bin) {
        return lowest + (highest - lowest) * bin / BINS;
    }
}
