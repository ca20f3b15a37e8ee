package io.winnow.adapter.rest;

import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.image.ScoredRegion;
import org.jspecify.annotations.Nullable;

/** A box in fractions of the image, 0..1. */
public record RegionView(
        double left,
        double top,
        double right,
        double bottom,
        @Nullable Double score) {
    static RegionView of(ScoredRegion region) {
        RegionOfInterest box = region.box();
        return new RegionView(box.left(), box.top(), box.right(), box.bottom(), region.score());
    }

    static RegionView of(RegionOfInterest box) {
        return new RegionView(box.left(), box.top(), box.right(), box.bottom(), null);
    }

    RegionOfInterest toBox() {
        return new RegionOfInterest(left, top, right, bottom);
    }
}
