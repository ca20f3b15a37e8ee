package io.winnow.adapter.storage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.threshold.ThresholdLine;
import io.winnow.core.threshold.ThresholdLines;
import io.winnow.core.threshold.ThresholdPolicy;
import io.winnow.core.threshold.ThresholdRule;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Policies and thresholds as JSON columns. */
final class ThresholdRow {
    private static final TypeReference<PolicyRow> POLICY = new TypeReference<>() {};
    private static final TypeReference<LinesRow> LINES = new TypeReference<>() {};

    private ThresholdRow() {}

    private record PolicyRow(RuleRow reject, @Nullable RuleRow review) {}

    /** {@code value} is the rate, the recall or the threshold, as {@code rule} says. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record RuleRow(
            String rule, @Nullable Double value, @Nullable Boolean withConfirmed) {}

    private record LinesRow(
            String model, LineRow reject, @Nullable LineRow review) {}

    private record LineRow(
            double value, int samples, @Nullable Integer needed, boolean guaranteed, String explanation) {}

    static String write(ThresholdPolicy policy) {
        return Json.write(new PolicyRow(
                row(policy.reject()), policy.review().map(ThresholdRow::row).orElse(null)));
    }

    static ThresholdPolicy policy(String json) {
        PolicyRow row = Json.read(json, POLICY);
        return new ThresholdPolicy(
                rule(row.reject()), Optional.ofNullable(row.review()).map(ThresholdRow::rule));
    }

    private static RuleRow row(ThresholdRule rule) {
        if (rule instanceof ThresholdRule.Conformal conformal) {
            return new RuleRow("conformal", conformal.falseRejectRate(), conformal.withConfirmed());
        }
        if (rule instanceof ThresholdRule.Recall recall) {
            return new RuleRow("recall", recall.atLeast(), null);
        }
        return rule instanceof ThresholdRule.Fixed fixed
                ? new RuleRow("fixed", fixed.threshold(), null)
                : new RuleRow("best_f1", null, null);
    }

    private static ThresholdRule rule(RuleRow row) {
        double value = row.value() == null ? Double.NaN : row.value();
        return switch (row.rule()) {
            case "conformal" -> new ThresholdRule.Conformal(value, Boolean.TRUE.equals(row.withConfirmed()));
            case "recall" -> new ThresholdRule.Recall(value);
            case "fixed" -> new ThresholdRule.Fixed(value);
            case "best_f1" -> new ThresholdRule.BestF1();
            default ->
                throw new IllegalArgumentException("stored threshold rule '%s' is unknown".formatted(row.rule()));
        };
    }

    static String write(ThresholdLines lines) {
        return Json.write(new LinesRow(
                lines.model().toString(),
                row(lines.reject()),
                lines.review().map(ThresholdRow::row).orElse(null)));
    }

    static ThresholdLines lines(String json) {
        LinesRow row = Json.read(json, LINES);
        return new ThresholdLines(
                ModelVersion.parse(row.model()),
                line(row.reject()),
                Optional.ofNullable(row.review()).map(ThresholdRow::line));
    }

    private static LineRow row(ThresholdLine line) {
        return new LineRow(
                line.value(),
                line.samples(),
                line.needed().isPresent() ? line.needed().getAsInt() : null,
                line.guaranteed(),
                line.explanation());
    }

    private static ThresholdLine line(LineRow row) {
        return new ThresholdLine(
                row.value(),
                row.samples(),
                row.needed() == null ? OptionalInt.empty() : OptionalInt.of(row.needed()),
                row.guaranteed(),
                row.explanation());
    }
}
