package io.winnow.adapter.rest;

import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.image.ScoredRegion;

/** A box in which a model found something, in fractions of the image, 0..1. */
public record RegionView(double left, double top, double right, double bottom, double score) {
    static RegionView of(ScoredRegion region) {
        RegionOfInterest box = region.box();
        return new RegionView(box.left(), box.top(), box.right(), box.bottom(), region.score());
    }
}
