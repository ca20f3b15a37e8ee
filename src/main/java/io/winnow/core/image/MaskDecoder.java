package io.winnow.core.image;

/** Reads ground-truth masks. Thread-safe. */
public interface MaskDecoder {
    /**
     * Which pixels of a mask are marked (not black), at a given size (nearest neighbour).
     *
     * @return {@code [height, width]}
     * @throws UndecodableImageException when the bytes are no image, or one outside the limits
     */
    boolean[] decode(EncodedImage mask, ImageSize size) throws UndecodableImageException;
}
