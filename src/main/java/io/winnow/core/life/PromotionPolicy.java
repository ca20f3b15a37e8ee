package io.winnow.core.life;

import io.winnow.core.evaluation.Interval;
import io.winnow.core.evaluation.PairedProportions;
import io.winnow.core.review.ModelComparison;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * When a candidate replaces its champion.
 *
 * <p>"Not worse" is non-inferiority within a stated margin: the whole 95 % interval of the paired difference must lie on the good
 * side of the margin. A difference that merely is not significant would be no reason: with few labels nothing is.
 *
 * @param shadowFrames live frames that a candidate scores before anything is decided
 * @param fewestDefects confirmed defects without which nothing is decided
 * @param fewestNormals confirmed normal frames without which nothing is decided
 * @param recallMargin by how much recall on confirmed defects may fall, 0..1
 * @param falseRejectMargin by how much the share of rejected normal frames may rise, 0..1
 * @param keepVersions retired versions whose files are kept, to roll back to
 */
public record PromotionPolicy(
        Mode mode,
        int shadowFrames,
        int fewestDefects,
        int fewestNormals,
        double recallMargin,
        double falseRejectMargin,
        int keepVersions) {
    /** What a station has unless it is told otherwise. */
    public static final PromotionPolicy DEFAULT = new PromotionPolicy(Mode.WHEN_NOT_WORSE, 200, 10, 30, 0.1, 0.05, 5);

    /** Frames that a reason names. */
    private static final int NAMED = 5;

    /** Who promotes. */
    public enum Mode {
        /** A person. */
        MANUAL,
        /** Winnow, where the candidate is not worse. */
        WHEN_NOT_WORSE;

        /** As configuration and clients have it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Why a candidate goes or stays; the kind changes less often than the words. */
    public enum Kind {
        PROMOTE,
        BY_HAND,
        REGRESSION,
        TOO_FEW_LABELS,
        RECALL,
        FALSE_REJECTS
    }

    /** What is to be done with a candidate, and why in plain words. */
    public record Decision(Kind kind, String reason) {
        public boolean promote() {
            return kind == Kind.PROMOTE;
        }
    }

    public PromotionPolicy {
        requireAtLeast("shadow frames", shadowFrames, 0);
        requireAtLeast("fewest defects", fewestDefects, 1);
        requireAtLeast("fewest normals", fewestNormals, 1);
        requireAtLeast("kept versions", keepVersions, 1);
        requireMargin("recall margin", recallMargin);
        requireMargin("false reject margin", falseRejectMargin);
    }

    private static void requireAtLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException("%s = %d must be at least %d".formatted(name, value, least));
        }
    }

    private static void requireMargin(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("%s = %s must be at least 0 and at most 1".formatted(name, value));
        }
    }

    /** Decides over a candidate of a station without missed defects. */
    public Decision decide(ModelComparison comparison) {
        return decide(comparison, RegressionOutcome.NONE);
    }

    /**
     * Decides over a candidate whose examination is over. A single frame of the regression set that the champion catches and the
     * candidate misses holds it, whatever the intervals say: that defect was missed once already.
     */
    public Decision decide(ModelComparison comparison, RegressionOutcome regression) {
        if (mode == Mode.MANUAL) {
            return new Decision(Kind.BY_HAND, "the station's policy is manual: a person promotes or discards");
        }
        return missedAgain(regression)
                .or(() -> lack(comparison))
                .or(() -> recallFalls(comparison.recall()))
                .or(() -> falseRejectsRise(comparison.falseRejects()))
                .orElseGet(() -> notWorse(comparison));
    }

    private static Optional<Decision> missedAgain(RegressionOutcome regression) {
        if (regression.lost().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Decision(
                Kind.REGRESSION,
                "misses %d of the %d frames of the regression set that the champion catches: %s%s"
                        .formatted(
                                regression.lost().size(),
                                regression.champion(),
                                regression.lost().stream()
                                        .limit(NAMED)
                                        .map(tried -> tried.frame().value())
                                        .collect(Collectors.joining(", ")),
                                regression.lost().size() > NAMED ? " and more" : "")));
    }

    private Optional<Decision> lack(ModelComparison comparison) {
        if (comparison.defects() >= fewestDefects && comparison.normals() >= fewestNormals) {
            return Optional.empty();
        }
        return Optional.of(new Decision(
                Kind.TOO_FEW_LABELS,
                "needs at least %d labelled defects, has %d, and at least %d labelled normal frames, has %d"
                        .formatted(fewestDefects, comparison.defects(), fewestNormals, comparison.normals())));
    }

    private Optional<Decision> recallFalls(PairedProportions recall) {
        Interval interval = recall.interval(ModelComparison.CONFIDENCE);
        if (interval.low() >= -recallMargin) {
            return Optional.empty();
        }
        return Optional.of(new Decision(
                Kind.RECALL,
                "recall on confirmed defects may fall: it rejects %d of %d where the champion rejects %d; the difference is %s, and %s"
                        .formatted(
                                recall.first(),
                                recall.total(),
                                recall.second(),
                                within(recall, interval),
                                recall.onlyFirst() + recall.onlySecond() == 0
                                        ? "so few labels leave a fall of more than %s possible: label about %d defects"
                                                .formatted(points(recallMargin), enough(recallMargin))
                                        : "a fall of more than %s is not excluded".formatted(points(recallMargin)))));
    }

    private Optional<Decision> falseRejectsRise(PairedProportions rejects) {
        Interval interval = rejects.interval(ModelComparison.CONFIDENCE);
        if (interval.high() <= falseRejectMargin) {
            return Optional.empty();
        }
        return Optional.of(new Decision(
                Kind.FALSE_REJECTS,
                "false rejects may rise: it rejects %d of %d confirmed normal frames where the champion rejects %d; the difference is %s, and %s"
                        .formatted(
                                rejects.first(),
                                rejects.total(),
                                rejects.second(),
                                within(rejects, interval),
                                rejects.onlyFirst() + rejects.onlySecond() == 0
                                        ? "so few labels leave a rise of more than %s possible: label about %d normal frames"
                                                .formatted(points(falseRejectMargin), enough(falseRejectMargin))
                                        : "a rise of more than %s is not excluded"
                                                .formatted(points(falseRejectMargin)))));
    }

    /** A fall or rise that is certain but within its margin goes through, as the policy says; the words must not hide it. */
    private Decision notWorse(ModelComparison comparison) {
        PairedProportions recall = comparison.recall();
        PairedProportions rejects = comparison.falseRejects();
        Interval recallBy = recall.interval(ModelComparison.CONFIDENCE);
        Interval rejectsBy = rejects.interval(ModelComparison.CONFIDENCE);
        StringBuilder losses = new StringBuilder();
        if (recallBy.high() < 0) {
            losses.append("; recall falls by less than the %s that the policy allows: %s"
                    .formatted(points(recallMargin), within(recall, recallBy)));
        }
        if (rejectsBy.low() > 0) {
            losses.append("; false rejects rise by less than the %s that the policy allows: %s"
                    .formatted(points(falseRejectMargin), within(rejects, rejectsBy)));
        }
        return new Decision(
                Kind.PROMOTE,
                "%s: it rejects %d of %d confirmed defects (champion %d) and %d of %d confirmed normal frames (champion %d)%s"
                        .formatted(
                                losses.isEmpty() ? "not worse" : "worse within the margins",
                                recall.first(),
                                recall.total(),
                                recall.second(),
                                rejects.first(),
                                rejects.total(),
                                rejects.second(),
                                losses));
    }

    private static String within(PairedProportions pairs, Interval interval) {
        double difference = (double) (pairs.onlyFirst() - pairs.onlySecond()) / pairs.total();
        return String.format(
                Locale.ROOT,
                "%+.1f points (95 %% between %+.1f and %+.1f)",
                100 * difference,
                100 * interval.low(),
                100 * interval.high());
    }

    private static String points(double margin) {
        return String.format(Locale.ROOT, "%.3g points", 100 * margin);
    }

    /** How many labels it takes when both judge all alike: then the interval reaches z² / (n + z²) to either side. */
    private static long enough(double margin) {
        double z = 1.959964;
        return margin == 0 ? Integer.MAX_VALUE : (long) Math.ceil(z * z * (1 - margin) / margin);
    }
}
