package io.winnow.adapter.rest;

import io.winnow.core.model.DroppedFrame;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A frame that refinement dropped, as clients see it. */
public record LedgerEntryView(
        String image,
        String frameId,
        double score,
        int rank,
        int round,
        String reason,
        @Nullable String truth) {
    static LedgerEntryView of(DroppedFrame entry, Optional<Boolean> defective) {
        return new LedgerEntryView(
                "/api/v1/frames/" + entry.image(),
                entry.frame().value(),
                entry.score(),
                entry.rank(),
                entry.round(),
                entry.reason(),
                defective.map(really -> really ? "defect" : "normal").orElse(null));
    }
}
