package io.winnow.core.perf;

/**
 * What a comparison should show.
 *
 * @param kind which way round the ratio is read
 * @param limit ratio that is just good enough, above 0
 */
public record Goal(Kind kind, double limit) {
    /** Ways to read a ratio. */
    public enum Kind {
        /** Time of the subject over time of the reference, at most the limit. */
        AT_MOST,
        /** Time of the reference over time of the subject, at least the limit. */
        TIMES_FASTER,
        /** Time of the subject over time of the reference, for information. */
        NONE
    }

    /** A comparison without a goal. */
    public static final Goal NONE = new Goal(Kind.NONE, 1);

    public Goal {
        if (!(limit > 0) || Double.isInfinite(limit)) {
            throw new IllegalArgumentException("limit = %s must be above 0 and finite".formatted(limit));
        }
    }

    /** The subject takes at most {@code limit} times as long as the reference. */
    public static Goal atMost(double limit) {
        return new Goal(Kind.AT_MOST, limit);
    }

    /** The reference takes at least {@code limit} times as long as the subject. */
    public static Goal timesFaster(double limit) {
        return new Goal(Kind.TIMES_FASTER, limit);
    }

    /** The ratio of one round, read this goal's way round. */
    double ratio(double subjectSeconds, double referenceSeconds) {
        return kind == Kind.TIMES_FASTER ? referenceSeconds / subjectSeconds : subjectSeconds / referenceSeconds;
    }

    boolean met(double ratio) {
        return switch (kind) {
            case AT_MOST -> ratio <= limit;
            case TIMES_FASTER -> ratio >= limit;
            case NONE -> true;
        };
    }
}
