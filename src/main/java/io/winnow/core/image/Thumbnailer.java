package io.winnow.core.image;

/** Makes small pictures for galleries. Thread-safe. */
public interface Thumbnailer {
    /**
     * A JPEG of the same proportions, upright, never larger than the image.
     *
     * @param longerSide most pixels in height and in width
     * @throws UndecodableImageException when the bytes are no image that can be shown
     */
    EncodedImage jpeg(EncodedImage image, int longerSide) throws UndecodableImageException;
}
