package io.winnow.adapter.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.winnow.core.threshold.ThresholdChange;
import io.winnow.core.threshold.ThresholdLine;
import io.winnow.core.threshold.ThresholdLines;
import io.winnow.core.threshold.ThresholdPolicy;
import io.winnow.core.threshold.ThresholdRule;
import io.winnow.core.threshold.ThresholdService;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Thresholds as clients see and say them. */
public final class ThresholdViews {
    private ThresholdViews() {}

    /** A rule: {@code conformal}, {@code best_f1}, {@code recall} or {@code fixed}, with what belongs to it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RuleView(
            @Nullable String rule,
            @Nullable Double falseRejectRate,
            @Nullable Boolean withConfirmed,
            @Nullable Double recall,
            @Nullable Double threshold) {
        static RuleView of(ThresholdRule rule) {
            if (rule instanceof ThresholdRule.Conformal conformal) {
                return new RuleView("conformal", conformal.falseRejectRate(), conformal.withConfirmed(), null, null);
            }
            if (rule instanceof ThresholdRule.Recall recall) {
                return new RuleView("recall", null, null, recall.atLeast(), null);
            }
            return rule instanceof ThresholdRule.Fixed fixed
                    ? new RuleView("fixed", null, null, null, fixed.threshold())
                    : new RuleView("best_f1", null, null, null, null);
        }

        ThresholdRule toRule() {
            return switch (String.valueOf(rule)) {
                case "conformal" ->
                    new ThresholdRule.Conformal(
                            required("falseRejectRate", falseRejectRate), Boolean.TRUE.equals(withConfirmed));
                case "recall" -> new ThresholdRule.Recall(required("recall", recall));
                case "fixed" -> new ThresholdRule.Fixed(required("threshold", threshold));
                case "best_f1" -> new ThresholdRule.BestF1();
                default ->
                    throw new IllegalArgumentException(
                            "rule = '%.20s' must be conformal, recall, best_f1 or fixed".formatted(rule));
            };
        }

        private double required(String name, @Nullable Double value) {
            if (value == null) {
                throw new IllegalArgumentException("rule %s needs %s".formatted(rule, name));
            }
            return value;
        }
    }

    /** What a client asks for; {@code review} is null for no grey band. */
    public record PolicyRequest(
            @Nullable RuleView reject, @Nullable RuleView review) {
        ThresholdPolicy toPolicy() {
            if (reject == null) {
                throw new IllegalArgumentException(
                        "reject is missing; the body must be such as {\"reject\": {\"rule\": \"fixed\", \"threshold\": 12.4}}");
            }
            return new ThresholdPolicy(
                    reject.toRule(), Optional.ofNullable(review).map(RuleView::toRule));
        }
    }

    /** A policy. */
    public record PolicyView(RuleView reject, @Nullable RuleView review) {
        static PolicyView of(ThresholdPolicy policy) {
            return new PolicyView(
                    RuleView.of(policy.reject()),
                    policy.review().map(RuleView::of).orElse(null));
        }
    }

    /** A computed threshold and what stands behind it. */
    public record LineView(
            double value, int samples, @Nullable Integer needed, boolean guaranteed, String explanation) {
        static LineView of(ThresholdLine line) {
            return new LineView(
                    line.value(),
                    line.samples(),
                    line.needed().isPresent() ? line.needed().getAsInt() : null,
                    line.guaranteed(),
                    line.explanation());
        }
    }

    /** The thresholds of one model. */
    public record LinesView(
            String modelVersion, LineView reject, @Nullable LineView review) {
        static LinesView of(ThresholdLines lines) {
            return new LinesView(
                    lines.model().toString(),
                    LineView.of(lines.reject()),
                    lines.review().map(LineView::of).orElse(null));
        }
    }

    /** A station's thresholds as they are. */
    public record StateView(
            PolicyView policy,
            LinesView thresholds,
            double auditShare,
            @Nullable ChangeView lastChange) {
        static StateView of(ThresholdService.State state, double auditShare) {
            return new StateView(
                    PolicyView.of(state.policy()),
                    LinesView.of(state.lines()),
                    auditShare,
                    state.last().map(ChangeView::of).orElse(null));
        }
    }

    /** One change; {@code action} is {@code set}, {@code undo} or {@code model}. */
    public record ChangeView(
            long sequence,
            Instant at,
            String by,
            String action,
            PolicyView policy,
            @Nullable LinesView before,
            LinesView after) {
        static ChangeView of(ThresholdChange change) {
            return new ChangeView(
                    change.sequence(),
                    change.at(),
                    change.by(),
                    change.action().name().toLowerCase(Locale.ROOT),
                    PolicyView.of(change.policy()),
                    change.before().map(LinesView::of).orElse(null),
                    LinesView.of(change.after()));
        }
    }

    /** How stored scores are spread; bin {@code i} begins at {@code low + i * width}. */
    public record HistogramView(
            @Nullable String modelVersion, int inspections, double low, double width, List<BinView> bins) {}

    /** Inspections in one bin, by their labels. */
    public record BinView(int unlabelled, int normal, int defective) {}
}
