package io.winnow.core.evaluation;

/**
 * Two yes-or-no judges over the same samples, such as two models' verdicts on the same defects, and the difference of their
 * proportions. Immutable.
 *
 * <p>The interval is method 10 of Newcombe (Statistics in Medicine 17, 1998, 2635-2650): Wilson's intervals of both proportions,
 * put together with the correlation of the pairs. It needs no large sample and never leaves [-1, 1]. The test is McNemar's in its
 * exact form: under equal proportions the pairs on which the two differ fall to either side with chance one half.
 *
 * @param both samples that both call
 * @param onlyFirst samples that only the first calls
 * @param onlySecond samples that only the second calls
 * @param neither samples that none calls
 */
public record PairedProportions(long both, long onlyFirst, long onlySecond, long neither) {
    public PairedProportions {
        if (both < 0 || onlyFirst < 0 || onlySecond < 0 || neither < 0) {
            throw new IllegalArgumentException("counts %d, %d, %d, %d of pairs must be at least 0"
                    .formatted(both, onlyFirst, onlySecond, neither));
        }
    }

    /** Counts pairs; both arrays are as long as each other. */
    public static PairedProportions of(boolean[] first, boolean[] second) {
        if (first.length != second.length) {
            throw new IllegalArgumentException(
                    "%d and %d judgements are no pairs".formatted(first.length, second.length));
        }
        long[] counts = new long[4];
        for (int i = 0; i < first.length; i++) {
            counts[(first[i] ? 0 : 2) + (second[i] ? 0 : 1)]++;
        }
        return new PairedProportions(counts[0], counts[1], counts[2], counts[3]);
    }

    /** Number of pairs. */
    public long total() {
        return both + onlyFirst + onlySecond + neither;
    }

    /** Samples that the first calls. */
    public long first() {
        return both + onlyFirst;
    }

    /** Samples that the second calls. */
    public long second() {
        return both + onlySecond;
    }

    /** The first's proportion less the second's. */
    public Figure difference() {
        return total() == 0 ? Figure.undefined("no pair") : Figure.of((double) (onlyFirst - onlySecond) / total());
    }

    /**
     * Interval of {@link #difference}.
     *
     * @param confidence between 0 and 1, both excluded
     * @throws IllegalArgumentException when there is no pair
     */
    public Interval interval(double confidence) {
        double p1 = (double) first() / total();
        double p2 = (double) second() / total();
        Interval i1 = Intervals.wilson(first(), total(), confidence);
        Interval i2 = Intervals.wilson(second(), total(), confidence);
        double phi = correlation();
        double down = spread(p1 - i1.low(), i2.high() - p2, phi);
        double up = spread(i1.high() - p1, p2 - i2.low(), phi);
        return new Interval(Math.max(-1, p1 - p2 - down), Math.min(1, p1 - p2 + up));
    }

    private static double spread(double a, double b, double phi) {
        return Math.sqrt(Math.max(0, a * a - 2 * phi * a * b + b * b));
    }

    /** The correlation of the pairs, with Newcombe's correction where it is positive. */
    private double correlation() {
        double product = (double) both * neither - (double) onlyFirst * onlySecond;
        double margins = (double) first() * (total() - first()) * second() * (total() - second());
        if (margins == 0) {
            return 0;
        }
        double corrected = product > 0 ? Math.max(0, product - total() / 2.0) : product;
        return corrected / Math.sqrt(margins);
    }

    /** Two-sided p value of McNemar's exact test; 1 where the two differ on no sample. */
    public double exactMcNemar() {
        long differ = onlyFirst + onlySecond;
        long fewer = Math.min(onlyFirst, onlySecond);
        double logChance = -differ * Math.log(2);
        double tail = 0;
        for (long k = 0; k <= fewer; k++) {
            tail += Math.exp(logChance);
            logChance += Math.log((double) (differ - k) / (k + 1));
        }
        return Math.min(1, 2 * tail);
    }
}
