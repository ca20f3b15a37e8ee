package io.winnow.core.evaluation;

/**
 * Area under a curve over the false positive rate, from (0, 0) up to a limit, by trapezoids, divided by the limit; the curve is
 * interpolated where the limit falls between two thresholds. Not thread-safe.
 */
final class CurveArea {
    private final long negatives;
    private final double limit;
    private long falsePositives;
    private double height;
    private double area;

    CurveArea(long negatives, double limit) {
        this.negatives = negatives;
        this.limit = requireLimit(limit) * negatives;
    }

    /** Checks that {@code 0 < limit <= 1}. */
    static double requireLimit(double limit) {
        if (!(limit > 0 && limit <= 1)) {
            throw new IllegalArgumentException(
                    "false positive rate limit is " + limit + ", must be above 0 and at most 1");
        }
        return limit;
    }

    /** Goes on to the curve's next point; false when the limit is behind it. */
    boolean add(long moreNegatives, double nextHeight) {
        double width = Math.min((double) moreNegatives, limit - falsePositives);
        if (width > 0) {
            double reached = height + (nextHeight - height) * (width / moreNegatives);
            area += width * (height + reached) / 2;
        }
        falsePositives += moreNegatives;
        height = nextHeight;
        return falsePositives <= limit;
    }

    /** The area divided by the limit; undefined without normal pixels. */
    Figure figure() {
        return negatives == 0 ? Figure.undefined("no normal pixel") : Figure.of(area / limit);
    }
}
