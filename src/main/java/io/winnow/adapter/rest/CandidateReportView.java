package io.winnow.adapter.rest;

import io.winnow.core.evaluation.Interval;
import io.winnow.core.evaluation.PairedProportions;
import io.winnow.core.life.CandidateReport;
import io.winnow.core.life.PromotionPolicy;
import io.winnow.core.life.RegressionOutcome;
import io.winnow.core.review.LocalisedCurve;
import io.winnow.core.review.ModelComparison;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A candidate against its champion as clients see it; each figure with its labels, its interval, or why it has no value. */
public record CandidateReportView(
        String candidate,
        String champion,
        ShadowView shadow,
        LabelsView labels,
        List<PairView> figures,
        TestView recall,
        TestView falseRejects,
        RegressionOutcomeView regression,
        DecisionView decision,
        PolicyView policy,
        List<ModelComparison.CurvePoint> championCurve,
        List<ModelComparison.CurvePoint> candidateCurve,
        LocalisedView localised) {
    /** How far the shadow is. */
    public record ShadowView(int frames, int target, long dropped) {}

    /** Labels that the figures rest on; {@code fittedOn} were left out because a model was fitted on those frames. */
    public record LabelsView(int normal, int defect, int withRegions, int fittedOn) {}

    /** One figure of both, and the difference candidate less champion. */
    public record PairView(
            String name,
            String title,
            QualityView.FigureView champion,
            QualityView.FigureView candidate,
            @Nullable Double difference,
            @Nullable String reason,
            @Nullable Double low,
            @Nullable Double high,
            String method) {
        static PairView of(ModelComparison.SideBySide figure) {
            return new PairView(
                    figure.champion().name(),
                    figure.champion().title(),
                    QualityView.FigureView.of(figure.champion()),
                    QualityView.FigureView.of(figure.candidate()),
                    figure.difference().optional().isPresent()
                            ? figure.difference().optional().getAsDouble()
                            : null,
                    figure.difference().reason().orElse(null),
                    figure.interval().map(Interval::low).orElse(null),
                    figure.interval().map(Interval::high).orElse(null),
                    figure.method());
        }
    }

    /** Rejects of the same frames by both, and McNemar's exact test. */
    public record TestView(long frames, long both, long onlyCandidate, long onlyChampion, long neither, double p) {
        static TestView of(PairedProportions pairs) {
            return new TestView(
                    pairs.total(),
                    pairs.both(),
                    pairs.onlyFirst(),
                    pairs.onlySecond(),
                    pairs.neither(),
                    pairs.exactMcNemar());
        }
    }

    /** How many frames of the regression set each catches, and those that only the champion does. */
    public record RegressionOutcomeView(int frames, int champion, int candidate, int unscored, List<LostView> lost) {
        static RegressionOutcomeView of(RegressionOutcome outcome) {
            return new RegressionOutcomeView(
                    outcome.frames(),
                    outcome.champion(),
                    outcome.candidate(),
                    outcome.unscored(),
                    outcome.lost().stream()
                            .map(tried -> new LostView(
                                    tried.inspection().value(), tried.frame().value()))
                            .toList());
        }
    }

    /** A frame that the candidate misses and the champion catches. */
    public record LostView(String inspectionId, String frameId) {}

    /** What the policy says now. */
    public record DecisionView(String kind, boolean promote, String reason) {}

    /** The station's policy. */
    public record PolicyView(
            String policy,
            int shadowFrames,
            int fewestDefects,
            int fewestNormals,
            double recallMargin,
            double falseRejectMargin,
            double confidence,
            int keepVersions) {}

    /** Proportion Localised by the limit of intersection over union; no points where there are too few marked defects. */
    public record LocalisedView(int labels, List<LocalisedPointView> points) {
        static LocalisedView of(LocalisedCurve curve) {
            return new LocalisedView(
                    curve.defects(),
                    curve.points().stream().map(LocalisedPointView::of).toList());
        }
    }

    /** Both at one limit, each with its interval, and the difference candidate less champion. */
    public record LocalisedPointView(
            double iouLimit,
            ShareView champion,
            ShareView candidate,
            double difference,
            @Nullable Double low,
            @Nullable Double high) {
        static LocalisedPointView of(LocalisedCurve.Point point) {
            return new LocalisedPointView(
                    point.iouLimit(),
                    ShareView.of(point.champion()),
                    ShareView.of(point.candidate()),
                    point.difference(),
                    point.interval().map(Interval::low).orElse(null),
                    point.interval().map(Interval::high).orElse(null));
        }
    }

    /** A share with its interval. */
    public record ShareView(double value, double low, double high) {
        static ShareView of(LocalisedCurve.Share share) {
            return new ShareView(
                    share.value(), share.interval().low(), share.interval().high());
        }
    }

    static CandidateReportView of(CandidateReport report, PromotionPolicy policy) {
        ModelComparison comparison = report.comparison();
        return new CandidateReportView(
                report.candidate().toString(),
                report.champion().toString(),
                new ShadowView(report.shadowFrames(), report.shadowTarget(), report.shadowDropped()),
                new LabelsView(comparison.normals(), comparison.defects(), comparison.withRegions(), report.fittedOn()),
                comparison.figures().stream().map(PairView::of).toList(),
                TestView.of(comparison.recall()),
                TestView.of(comparison.falseRejects()),
                RegressionOutcomeView.of(report.regression()),
                new DecisionView(
                        report.decision().kind().name().toLowerCase(Locale.ROOT),
                        report.decision().promote(),
                        report.decision().reason()),
                new PolicyView(
                        policy.mode().word(),
                        policy.shadowFrames(),
                        policy.fewestDefects(),
                        policy.fewestNormals(),
                        policy.recallMargin(),
                        policy.falseRejectMargin(),
                        ModelComparison.CONFIDENCE,
                        policy.keepVersions()),
                comparison.championCurve(),
                comparison.candidateCurve(),
                LocalisedView.of(comparison.localised()));
    }
}
