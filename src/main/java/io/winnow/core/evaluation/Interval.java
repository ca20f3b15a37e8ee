package io.winnow.core.evaluation;

/** A confidence interval, both ends included; they must be finite and {@code low <= high}. */
public record Interval(double low, double high) {
    public Interval {
        if (!Double.isFinite(low) || !Double.isFinite(high) || low > high) {
            throw new IllegalArgumentException(
                    "interval [%s, %s] must be finite with low <= high".formatted(low, high));
        }
    }

    /** Whether the value lies in the interval. */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }
}
