package io.winnow.core.image;

import io.winnow.core.image.UndecodableImageException.Cause;

/**
 * What an image may cost before anything is decoded.
 *
 * @param maxBytes most bytes of an encoded image
 * @param maxSide most pixels in height and in width
 * @param maxArea most pixels in all
 */
public record DecodeLimits(int maxBytes, int maxSide, long maxArea) {
    /** 32 MiB, 16,384 pixels a side, 50 megapixels (150 MB decoded). */
    public static final DecodeLimits DEFAULT = new DecodeLimits(32 << 20, 16_384, 50_000_000);

    public DecodeLimits {
        if (maxBytes < 1 || maxSide < 1 || maxArea < 1) {
            throw new IllegalArgumentException(
                    "decode limits maxBytes = %d, maxSide = %d, maxArea = %d must all be at least 1"
                            .formatted(maxBytes, maxSide, maxArea));
        }
    }

    /** @throws UndecodableImageException when an image may not be so large */
    public ImageSize require(long height, long width) throws UndecodableImageException {
        boolean sane = height >= 1 && width >= 1 && height <= maxSide && width <= maxSide && height * width <= maxArea;
        if (!sane) {
            throw new UndecodableImageException(
                    Cause.ABSURD_DIMENSIONS,
                    "image is %dx%d (height x width), must be 1 to %d a side and at most %d pixels"
                            .formatted(height, width, maxSide, maxArea));
        }
        return new ImageSize((int) height, (int) width);
    }
}
