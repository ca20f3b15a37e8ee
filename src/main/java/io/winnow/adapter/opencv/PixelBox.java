package io.winnow.adapter.opencv;

import io.winnow.core.image.ImageSize;
import io.winnow.core.image.RegionOfInterest;
import org.opencv.core.Rect;

/** A region in whole pixels of an image, at least one. */
record PixelBox(int top, int left, int height, int width) {
    static PixelBox of(RegionOfInterest region, ImageSize size) {
        int top = start(region.top(), size.height());
        int left = start(region.left(), size.width());
        return new PixelBox(
                top,
                left,
                Math.max(1, (int) Math.round(region.bottom() * size.height()) - top),
                Math.max(1, (int) Math.round(region.right() * size.width()) - left));
    }

    private static int start(double fraction, int pixels) {
        return (int) Math.min(pixels - 1, Math.round(fraction * pixels));
    }

    Rect toRect() {
        return new Rect(left, top, width, height);
    }
}
