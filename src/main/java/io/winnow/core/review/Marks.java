package io.winnow.core.review;

import io.winnow.core.image.ImageSize;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.image.RegionRaster;
import io.winnow.core.image.RegionShape;
import java.util.List;

/**
 * All that a person marked in a frame. Immutable.
 *
 * @throws IllegalArgumentException when there are more than {@value #MOST} regions
 */
public record Marks(List<MarkedRegion> regions) {
    /** Nothing marked. */
    public static final Marks NONE = new Marks(List.of());

    /** More regions than anybody marks in a frame. */
    public static final int MOST = 100;

    public Marks {
        regions = List.copyOf(regions);
        if (regions.size() > MOST) {
            throw new IllegalArgumentException(
                    "%d regions; at most %d are kept for a frame".formatted(regions.size(), MOST));
        }
    }

    /** Boxes without a defect type of their own. */
    public static Marks boxes(List<RegionOfInterest> boxes) {
        return new Marks(boxes.stream().map(MarkedRegion::box).toList());
    }

    public boolean isEmpty() {
        return regions.isEmpty();
    }

    /**
     * The pixels of the whole image that are marked, as datasets have them: 255, all others 0, layout {@code [height, width]}. Marks
     * made of single pixels come back exactly at the size of the image they were drawn on.
     */
    public byte[] mask(ImageSize size) {
        return mask(size, RegionOfInterest.WHOLE, (byte) 255);
    }

    /** The same for a part of the image, with {@code value} for what is marked. */
    byte[] mask(ImageSize size, RegionOfInterest looked, byte value) {
        byte[] mask = new byte[(int) size.area()];
        regions.forEach(region -> RegionRaster.fill(mask, size, looked, region.shape(), value));
        return mask;
    }

    /**
     * Checks that marks made of single pixels belong to an image of that size.
     *
     * @throws IllegalArgumentException when one does not
     */
    public void checkFits(ImageSize image) {
        for (MarkedRegion region : regions) {
            if (region.shape() instanceof RegionShape.PixelMask mask
                    && !mask.size().equals(image)) {
                throw new IllegalArgumentException(
                        "a mask of %d x %d pixels does not fit an image of %d x %d (height x width)"
                                .formatted(mask.size().height(), mask.size().width(), image.height(), image.width()));
            }
        }
    }
}
