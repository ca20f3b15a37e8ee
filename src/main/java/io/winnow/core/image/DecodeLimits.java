package io.winnow.core.image;

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
}
