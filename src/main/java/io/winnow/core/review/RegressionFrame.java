package io.winnow.core.review;

import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.StationId;
import java.time.Instant;
import java.util.Optional;

/**
 * A missed defect that no later model may miss again once a champion catches it.
 *
 * @param removed who took it out of the set, when and why; empty while it is in
 */
public record RegressionFrame(
        InspectionId inspection,
        StationId station,
        FrameId frame,
        Instant addedAt,
        String addedBy,
        String why,
        Optional<Removal> removed) {
    /** A frame taken out of the set. */
    public record Removal(Instant at, String by, String why) {}
}
