package io.winnow.adapter.exchange;

import io.winnow.core.image.EncodedImage;

/** What image files are called. */
final class ImageNames {
    private ImageNames() {}

    /** By how the bytes begin, whatever a camera called them. */
    static String extension(EncodedImage image) {
        var bytes = image.bytes();
        boolean jpeg = bytes.remaining() > 2 && bytes.get(0) == (byte) 0xFF && bytes.get(1) == (byte) 0xD8;
        return jpeg ? ".jpg" : ".png";
    }
}
