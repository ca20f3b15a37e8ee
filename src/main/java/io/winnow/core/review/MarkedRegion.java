package io.winnow.core.review;

import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.image.RegionShape;
import java.util.Optional;

/**
 * A part of a frame that shows a defect.
 *
 * @param defectType what kind of defect lies there, where it differs from the label's or the label names none
 */
public record MarkedRegion(RegionShape shape, Optional<String> defectType) {
    public MarkedRegion {
        defectType.ifPresent(Label::checkType);
    }

    /** A box without a defect type of its own. */
    public static MarkedRegion box(RegionOfInterest box) {
        return new MarkedRegion(new RegionShape.Box(box), Optional.empty());
    }
}
