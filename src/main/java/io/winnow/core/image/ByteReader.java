package io.winnow.core.image;

import io.winnow.core.image.UndecodableImageException.Cause;

/** Big-endian numbers out of an image's bytes; reading past the end means that the file was cut off. */
final class ByteReader {
    private final byte[] bytes;

    ByteReader(byte[] bytes) {
        this.bytes = bytes;
    }

    int length() {
        return bytes.length;
    }

    boolean startsWith(int offset, int... expected) {
        if (offset + expected.length > bytes.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if ((bytes[offset + i] & 0xff) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    int u8(long offset) throws UndecodableImageException {
        if (offset >= bytes.length) {
            throw new UndecodableImageException(
                    Cause.TRUNCATED, "image ends at byte %d, before its end marker".formatted(bytes.length));
        }
        return bytes[(int) offset] & 0xff;
    }

    int u16(long offset) throws UndecodableImageException {
        return u8(offset) << 8 | u8(offset + 1);
    }

    long u32(long offset) throws UndecodableImageException {
        return (long) u16(offset) << 16 | u16(offset + 2);
    }
}
