package io.winnow.core.image;

/** Writes JPEG and PNG. Thread-safe. */
public interface ImageEncoder {
    /**
     * A colour JPEG.
     *
     * @param rgb {@code [height, width, 3]}
     * @param quality 1 to 100
     */
    EncodedImage jpeg(byte[] rgb, ImageSize size, int quality);

    /**
     * A colour PNG.
     *
     * @param rgb {@code [height, width, 3]}
     */
    EncodedImage png(byte[] rgb, ImageSize size);

    /**
     * A grey PNG, as masks are stored.
     *
     * @param grey {@code [height, width]}
     */
    EncodedImage greyPng(byte[] grey, ImageSize size);
}
