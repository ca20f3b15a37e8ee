package io.winnow.adapter.rest;

import io.winnow.core.inspection.StationId;
import io.winnow.core.model.DroppedFrame;
import io.winnow.core.model.LedgerDecision;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A frame that refinement dropped, as clients see it. */
public record LedgerEntryView(
        String image,
        String hash,
        String thumbnail,
        String heatmap,
        String frameId,
        double score,
        int rank,
        int round,
        String reason,
        @Nullable Integer group,
        @Nullable String truth,
        @Nullable DecisionView decision) {
    static LedgerEntryView of(
            StationId station, DroppedFrame entry, Optional<Boolean> defective, Optional<LedgerDecision> decision) {
        return new LedgerEntryView(
                "/api/v1/frames/" + entry.image(),
                entry.image().hex(),
                "/api/v1/frames/" + entry.image() + "/thumbnail",
                "/api/v1/frames/" + entry.image() + "/heatmap?station=" + station,
                entry.frame().value(),
                entry.score(),
                entry.rank(),
                entry.round(),
                entry.reason(),
                entry.group().isPresent() ? entry.group().getAsInt() : null,
                defective.map(really -> really ? "defect" : "normal").orElse(null),
                decision.map(DecisionView::of).orElse(null));
    }
}
