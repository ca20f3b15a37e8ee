package io.winnow.adapter.rest;

import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.Timings;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.review.Label;
import io.winnow.core.review.MissedDefects;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One inspection as clients see it.
 *
 * @param missedDefect whether it passed and its label says that it shows a defect
 */
public record InspectionView(
        String id,
        String stationId,
        String frameId,
        @Nullable String partId,
        Instant capturedAt,
        Instant decidedAt,
        @Nullable String modelVersion,
        String verdict,
        String reason,
        @Nullable Double score,
        @Nullable Double threshold,
        List<RegionView> regions,
        Map<String, Double> timings,
        String image,
        @Nullable String heatmap,
        @Nullable LabelView label,
        boolean missedDefect) {
    static InspectionView of(Inspection inspection, Optional<Label> label) {
        String self = "/api/v1/inspections/" + inspection.id();
        return new InspectionView(
                inspection.id().value(),
                inspection.station().value(),
                inspection.frame().value(),
                inspection.partId().orElse(null),
                inspection.capturedAt(),
                inspection.decidedAt(),
                inspection.model().map(ModelVersion::toString).orElse(null),
                inspection.verdict().word(),
                inspection.verdict().reason(),
                score(inspection.verdict()),
                threshold(inspection.verdict()),
                inspection.regions().stream().map(RegionView::of).toList(),
                timings(inspection.timings()),
                self + "/image",
                inspection.map().isPresent() ? self + "/heatmap" : null,
                label.map(LabelView::of).orElse(null),
                MissedDefects.missed(inspection, label));
    }

    private static @Nullable Double score(Verdict verdict) {
        if (verdict instanceof Verdict.Pass pass) {
            return pass.score();
        }
        return verdict instanceof Verdict.Reject reject ? reject.score() : null;
    }

    private static @Nullable Double threshold(Verdict verdict) {
        if (verdict instanceof Verdict.Pass pass) {
            return pass.threshold();
        }
        return verdict instanceof Verdict.Reject reject ? reject.threshold() : null;
    }

    private static Map<String, Double> timings(Timings timings) {
        Map<String, Double> milliseconds = new LinkedHashMap<>();
        timings.stages()
                .forEach((stage, took) ->
                        milliseconds.put(stage.name().toLowerCase(Locale.ROOT) + "Ms", took.toNanos() / 1e6));
        milliseconds.put("totalMs", timings.total().toNanos() / 1e6);
        return milliseconds;
    }
}
