package io.winnow.adapter.rest;

import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.ReviewSelection;
import io.winnow.core.inspection.Timings;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.review.Label;
import io.winnow.core.review.MissedDefects;
import io.winnow.core.review.Opinion;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One inspection as clients see it.
 *
 * @param cause why it is undecided; null for pass and reject
 * @param reviewThreshold of a frame in the grey band
 * @param reviewReason what it was chosen for review for; null where it was not
 * @param reviewProbability the chance with which frames decided like it are chosen; null where it was not scored
 * @param unsure who looked at it without being sure; never together with a label
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
        @Nullable String cause,
        String reason,
        @Nullable Double score,
        @Nullable Double threshold,
        @Nullable Double reviewThreshold,
        @Nullable String reviewReason,
        @Nullable Double reviewProbability,
        List<RegionView> regions,
        Map<String, Double> timings,
        String image,
        @Nullable String heatmap,
        @Nullable LabelView label,
        @Nullable DoubtView unsure,
        boolean missedDefect) {
    static InspectionView of(Inspection inspection, Opinion opinion) {
        Optional<Label> label = opinion.label();
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
                inspection.verdict() instanceof Verdict.Undecided undecided ? word(undecided.cause()) : null,
                inspection.verdict().reason(),
                orNull(inspection.verdict().imageScore()),
                orNull(inspection.verdict().rejectedAbove()),
                reviewThreshold(inspection.verdict()),
                inspection
                        .selection()
                        .filter(ReviewSelection::chosen)
                        .map(selection -> word(selection.reason()))
                        .orElse(null),
                inspection.selection().map(ReviewSelection::probability).orElse(null),
                inspection.regions().stream().map(RegionView::of).toList(),
                timings(inspection.timings()),
                self + "/image",
                inspection.map().isPresent() ? self + "/heatmap" : null,
                label.map(LabelView::of).orElse(null),
                opinion.doubt().map(DoubtView::of).orElse(null),
                MissedDefects.missed(inspection, label));
    }

    private static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private static @Nullable Double reviewThreshold(Verdict verdict) {
        return verdict instanceof Verdict.Undecided undecided
                ? undecided.band().map(Verdict.GreyBand::reviewThreshold).orElse(null)
                : null;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
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
