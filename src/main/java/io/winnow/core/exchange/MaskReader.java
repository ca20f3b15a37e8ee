package io.winnow.core.exchange;

import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.UndecodableImageException;

/** Reads masks to the pixel. Thread-safe. */
@FunctionalInterface
public interface MaskReader {
    /**
     * A mask as it is.
     *
     * @param pixels highest colour of each pixel, layout {@code [height, width]}
     */
    record Mask(ImageSize size, byte[] pixels) {}

    /**
     * Decodes a mask without scaling it.
     *
     * @throws UndecodableImageException when the bytes are no image of 8 bits a colour, or one outside the limits
     */
    Mask read(EncodedImage image) throws UndecodableImageException;
}
