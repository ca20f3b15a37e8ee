package io.winnow.core.inspection;

/** How many inspections ended in each verdict. */
public record VerdictCounts(long pass, long reject, long undecided) {
    /** None yet. */
    public static final VerdictCounts ZERO = new VerdictCounts(0, 0, 0);

    /** All inspections. */
    public long inspected() {
        return pass + reject + undecided;
    }

    /** These counts and one more. */
    public VerdictCounts plus(Verdict verdict) {
        if (verdict instanceof Verdict.Pass) {
            return new VerdictCounts(pass + 1, reject, undecided);
        }
        return verdict instanceof Verdict.Reject
                ? new VerdictCounts(pass, reject + 1, undecided)
                : new VerdictCounts(pass, reject, undecided + 1);
    }
}
