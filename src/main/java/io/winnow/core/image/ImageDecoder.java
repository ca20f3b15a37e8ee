package io.winnow.core.image;

/** Reads JPEG and PNG. Thread-safe. */
public interface ImageDecoder {
    /**
     * Decodes an image at full scale or, where the format allows, at a smaller one that still covers what {@code purpose}
     * needs.
     *
     * @throws UndecodableImageException when the bytes are no image, or one outside the limits; nothing is left open
     */
    DecodedImage decode(EncodedImage image, Preprocessing purpose) throws UndecodableImageException;

    /** Most bytes of an image that is not refused for their number alone. */
    default int mostBytes() {
        return Integer.MAX_VALUE;
    }
}
