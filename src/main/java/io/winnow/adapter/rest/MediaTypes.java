package io.winnow.adapter.rest;

import io.winnow.core.image.EncodedImage;

/** What kind of image some bytes are, by how they begin: browsers are told the truth, whatever a camera sent. */
final class MediaTypes {
    private MediaTypes() {}

    static String of(EncodedImage image) {
        var bytes = image.bytes();
        if (bytes.remaining() > 3 && bytes.get(0) == (byte) 0xFF && bytes.get(1) == (byte) 0xD8) {
            return "image/jpeg";
        }
        if (bytes.remaining() > 4 && bytes.get(0) == (byte) 0x89 && bytes.get(1) == 'P') {
            return "image/png";
        }
        return "application/octet-stream";
    }
}
