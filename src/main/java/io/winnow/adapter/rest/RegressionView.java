package io.winnow.adapter.rest;

import io.winnow.core.review.RegressionFrame;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A frame that is or was in a station's regression set, as clients see it. */
public record RegressionView(
        String inspection,
        String frameId,
        String image,
        Instant addedAt,
        String addedBy,
        String why,
        boolean active,
        @Nullable RemovalView removed) {
    /** Who took it out. */
    public record RemovalView(Instant at, String by, String why) {}

    static RegressionView of(RegressionFrame frame) {
        return new RegressionView(
                frame.inspection().value(),
                frame.frame().value(),
                "/api/v1/inspections/" + frame.inspection() + "/image",
                frame.addedAt(),
                frame.addedBy(),
                frame.why(),
                frame.removed().isEmpty(),
                frame.removed()
                        .map(removal -> new RemovalView(removal.at(), removal.by(), removal.why()))
                        .orElse(null));
    }
}
