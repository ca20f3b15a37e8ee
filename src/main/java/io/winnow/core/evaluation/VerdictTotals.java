package io.winnow.core.evaluation;

/**
 * What became of defective and normal samples at the decisions that were taken: counts, or sums of weights. Immutable.
 *
 * @param caught defective and stopped
 * @param missed defective and let through
 * @param falselyRejected normal and rejected
 * @param otherNormal normal and not rejected
 */
public record VerdictTotals(double caught, double missed, double falselyRejected, double otherNormal) {
    /** Nothing yet. */
    public static final VerdictTotals NONE = new VerdictTotals(0, 0, 0, 0);

    public VerdictTotals {
        for (double amount : new double[] {caught, missed, falselyRejected, otherNormal}) {
            if (!(amount >= 0 && amount <= Double.MAX_VALUE)) {
                throw new IllegalArgumentException(
                        "verdict total is %s, every total must be finite and at least 0".formatted(amount));
            }
        }
    }

    /** Share of the stopped samples that are defective. */
    public Figure precision() {
        return share(caught, caught + falselyRejected, "nothing was rejected");
    }

    /** Share of the defective samples that were stopped. */
    public Figure recall() {
        return share(caught, caught + missed, "no defective sample");
    }

    /** Harmonic mean of precision and recall. */
    public Figure f1() {
        return share(2 * caught, 2 * caught + missed + falselyRejected, "neither defects nor rejects");
    }

    /** Share of the normal samples that were rejected. */
    public Figure falseRejectRate() {
        return share(falselyRejected, falselyRejected + otherNormal, "no normal sample");
    }

    private static Figure share(double part, double whole, String otherwise) {
        return whole == 0 ? Figure.undefined(otherwise) : Figure.of(part / whole);
    }
}
