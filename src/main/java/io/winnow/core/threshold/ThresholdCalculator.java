package io.winnow.core.threshold;

import io.winnow.core.evaluation.ConformalThreshold;
import io.winnow.core.evaluation.Figure;
import io.winnow.core.evaluation.Ranking;
import io.winnow.core.evaluation.RankingFigures;
import io.winnow.core.image.FrameId;
import io.winnow.core.model.Calibration;
import io.winnow.core.model.ModelManifest;
import io.winnow.core.review.LabelledScores;
import io.winnow.core.review.LabelledScores.Entry;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.DoubleStream;

/** Computes thresholds by rules from what is known of one model's scores. Immutable. */
final class ThresholdCalculator {
    /** With fewer labels of a kind, one more or less would move the threshold at will. */
    static final int FEWEST_OF_EACH = 5;

    private final ModelManifest model;
    private final Optional<Calibration> calibration;
    private final LabelledScores labelled;
    private final Set<FrameId> used;

    /**
     * @param labelled inspections that were scored by this model
     * @param used frames that the model was fitted on or calibrated with
     */
    ThresholdCalculator(
            ModelManifest model, Optional<Calibration> calibration, LabelledScores labelled, Set<FrameId> used) {
        this.model = model;
        this.calibration = calibration;
        this.labelled = labelled;
        this.used = used;
    }

    /**
     * Both thresholds of a policy.
     *
     * @throws NotEnoughDataException when a rule cannot be followed yet
     * @throws IllegalArgumentException when the review threshold is not below the reject threshold
     */
    ThresholdLines lines(ThresholdPolicy policy) {
        ThresholdLines lines = new ThresholdLines(
                model.version(), line(policy.reject()), policy.review().map(this::line));
        lines.setting();
        return lines;
    }

    private ThresholdLine line(ThresholdRule rule) {
        if (rule instanceof ThresholdRule.Fixed fixed) {
            return new ThresholdLine(
                    fixed.threshold(), 0, OptionalInt.empty(), false, "chosen by a person, whatever the model");
        }
        if (rule instanceof ThresholdRule.Conformal conformal) {
            return conformal(conformal);
        }
        return rule instanceof ThresholdRule.Recall recall ? recall(recall) : bestF1();
    }

    private ThresholdLine conformal(ThresholdRule.Conformal rule) {
        Calibration own = calibration.orElseThrow(() -> new NotEnoughDataException(
                "model %s keeps no calibration scores; refit the station to set a false reject rate"
                        .formatted(model.version())));
        double[] confirmed = rule.withConfirmed() ? confirmedNormals() : new double[0];
        double[] scores = DoubleStream.concat(DoubleStream.of(own.scoreArray()), DoubleStream.of(confirmed))
                .toArray();
        ConformalThreshold threshold = ConformalThreshold.of(scores, rule.falseRejectRate());
        return new ThresholdLine(
                threshold.threshold(),
                scores.length,
                OptionalInt.of(threshold.normalsNeeded()),
                threshold.keepsPromise() && own.method() == Calibration.Method.SPLIT && confirmed.length == 0,
                explain(threshold, own, confirmed.length) + droppedNormals(rule.falseRejectRate()));
    }

    private double[] confirmedNormals() {
        return labelled.entries().stream()
                .filter(entry -> !entry.defective() && !used.contains(entry.frame()))
                .mapToDouble(Entry::score)
                .toArray();
    }

    private static String explain(ConformalThreshold threshold, Calibration own, int confirmed) {
        String rate = percent(threshold.falseRejectRate());
        String from = own.method() == Calibration.Method.SPLIT
                ? "%d normal frames held out of the fit".formatted(own.scores().size())
                : "%d normal frames, each left out in turn"
                        .formatted(own.scores().size());
        String more = confirmed == 0 ? "" : " and %d that people confirmed".formatted(confirmed);
        if (!threshold.keepsPromise()) {
            return "%s%s are too few for %s, which needs %d: the highest of them is taken, nothing is promised"
                    .formatted(from, more, rate, threshold.normalsNeeded());
        }
        if (confirmed > 0) {
            return "from %s%s for %s; people chose whom to confirm, so nothing is promised".formatted(from, more, rate);
        }
        return own.method() == Calibration.Method.SPLIT
                ? "at most %s of normal frames like the %s are above it, on average over such draws"
                        .formatted(rate, from)
                : "aims at %s from %s; usually close, but nothing is promised".formatted(rate, from);
    }

    /** Refinement drops the highest scores: as far as those were normal frames, the calibration scores are too low. */
    private String droppedNormals(double rate) {
        if (model.droppedFrames() == 0) {
            return "";
        }
        double dropped = (double) model.droppedFrames() / model.poolFrames();
        return "; refinement dropped %d of %d frames: were they all normal, up to %s could be rejected"
                .formatted(
                        model.droppedFrames(),
                        model.poolFrames(),
                        percent(Math.round(1000 * (rate * (1 - dropped) + dropped)) / 1000.0));
    }

    private ThresholdLine bestF1() {
        requireLabels(FEWEST_OF_EACH, FEWEST_OF_EACH, "the best F1");
        RankingFigures figures = Ranking.of(scores(), defective()).figures(weights());
        double lowestRejected = ((Figure.Defined) figures.maxF1Threshold()).value();
        double f1 = ((Figure.Defined) figures.maxF1()).value();
        return fromLabels(below(lowestRejected), String.format(Locale.ROOT, "the best F1, %.3f,", f1), FEWEST_OF_EACH);
    }

    private ThresholdLine recall(ThresholdRule.Recall rule) {
        int needed = rule.atLeast() == 1
                ? FEWEST_OF_EACH
                : Math.max(FEWEST_OF_EACH, (int) Math.ceil(1 / (1 - rule.atLeast()) - 1 - 1e-9));
        requireLabels(0, needed, "a recall of " + percent(rule.atLeast()));
        List<Entry> defects = labelled.entries().stream()
                .filter(Entry::defective)
                .sorted(Comparator.comparingDouble(Entry::score).reversed())
                .toList();
        double whole = defects.stream().mapToDouble(Entry::weight).sum();
        double reached = 0;
        double lowestRejected = defects.get(defects.size() - 1).score();
        for (Entry defect : defects) {
            reached += defect.weight();
            if (reached >= rule.atLeast() * whole * (1 - 1e-12)) {
                lowestRejected = defect.score();
                break;
            }
        }
        return fromLabels(below(lowestRejected), "a recall of at least " + percent(rule.atLeast()), needed);
    }

    private void requireLabels(int normal, int defective, String what) {
        if (labelled.normal() < normal || labelled.defective() < defective) {
            throw new NotEnoughDataException(
                    "%d normal and %d defective labels of frames that model %s scored are too few for %s, which needs %d and %d"
                            .formatted(
                                    labelled.normal(), labelled.defective(), model.version(), what, normal, defective));
        }
    }

    /** Half way down to the next lower score, so that both sides keep a margin; scores above a threshold are rejected. */
    private double below(double lowestRejected) {
        double next = DoubleStream.of(scores())
                .filter(score -> score < lowestRejected)
                .max()
                .orElse(Double.NEGATIVE_INFINITY);
        double middle = (lowestRejected + next) / 2;
        return next < middle && middle < lowestRejected ? middle : Math.nextDown(lowestRejected);
    }

    private ThresholdLine fromLabels(double value, String what, int needed) {
        String how = labelled.unweighted()
                .map(reason -> "each counting once, since " + reason)
                .orElse("weighted to stand for all frames");
        return new ThresholdLine(
                value,
                labelled.entries().size(),
                OptionalInt.of(needed),
                false,
                "%s over %d labels (%d normal, %d defective), %s"
                        .formatted(what, labelled.entries().size(), labelled.normal(), labelled.defective(), how));
    }

    private double[] scores() {
        return labelled.entries().stream().mapToDouble(Entry::score).toArray();
    }

    private double[] weights() {
        return labelled.entries().stream().mapToDouble(Entry::weight).toArray();
    }

    private boolean[] defective() {
        boolean[] defective = new boolean[labelled.entries().size()];
        for (int i = 0; i < defective.length; i++) {
            defective[i] = labelled.entries().get(i).defective();
        }
        return defective;
    }

    private static String percent(double share) {
        return "%s %%"
                .formatted(BigDecimal.valueOf(share)
                        .movePointRight(2)
                        .stripTrailingZeros()
                        .toPlainString());
    }
}
