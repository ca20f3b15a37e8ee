package io.winnow.adapter.rest;

import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.review.ModelScoreStore.Judged;
import java.time.Instant;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A frame on which two versions disagree, as clients see it. */
public record DisagreementView(
        String inspectionId,
        String frameId,
        Instant capturedAt,
        String image,
        SideView champion,
        SideView candidate,
        @Nullable LabelView label) {
    /** What one version says. */
    public record SideView(
            String verdict,
            @Nullable Double score,
            @Nullable Double threshold,
            String heatmap) {
        private static SideView of(Inspection inspection, String models) {
            Verdict verdict = inspection.verdict();
            return new SideView(
                    verdict.word(),
                    known(verdict.imageScore()),
                    known(verdict.rejectedAbove()),
                    "%s/%s/heatmaps/%s"
                            .formatted(
                                    models,
                                    inspection.model().map(Object::toString).orElse("none"),
                                    inspection.id()));
        }
    }

    private static @Nullable Double known(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    static DisagreementView of(Judged judged) {
        Inspection inspection = judged.champion();
        String models = "/api/v1/stations/%s/models".formatted(inspection.station());
        return new DisagreementView(
                inspection.id().value(),
                inspection.frame().value(),
                inspection.capturedAt(),
                "/api/v1/inspections/%s/image".formatted(inspection.id()),
                SideView.of(inspection, models),
                SideView.of(judged.candidate(), models),
                judged.label().map(LabelView::of).orElse(null));
    }
}
