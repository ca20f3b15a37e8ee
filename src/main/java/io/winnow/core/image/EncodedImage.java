package io.winnow.core.image;

import java.nio.ByteBuffer;

/**
 * The bytes of an image as a camera sent them (JPEG or PNG), not yet looked at. Immutable and thread-safe.
 */
public final class EncodedImage {
    private final byte[] bytes;
    private final ContentHash hash;

    private EncodedImage(byte[] bytes) {
        this.bytes = bytes;
        this.hash = ContentHash.of(ByteBuffer.wrap(bytes));
    }

    /** Takes the array over without a copy: the caller must not change it any more. */
    public static EncodedImage adopt(byte[] bytes) {
        return new EncodedImage(bytes);
    }

    /** Number of bytes. */
    public int byteCount() {
        return bytes.length;
    }

    /** A read-only view of the bytes, position 0. */
    public ByteBuffer bytes() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /** The bytes themselves, for readers in this package. */
    byte[] array() {
        return bytes;
    }

    /** A copy of the bytes. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /** SHA-256 of the bytes. */
    public ContentHash hash() {
        return hash;
    }
}
