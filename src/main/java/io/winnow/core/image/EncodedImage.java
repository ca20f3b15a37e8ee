package io.winnow.core.image;

import java.nio.ByteBuffer;

/**
 * The bytes of an image as a camera sent them, not yet looked at: JPEG or PNG, or anything at all. Immutable and thread-safe.
 */
public final class EncodedImage {
    private final byte[] bytes;
    private final int byteCount;
    private final ContentHash hash;

    private EncodedImage(byte[] bytes, int byteCount, ContentHash hash) {
        this.bytes = bytes;
        this.byteCount = byteCount;
        this.hash = hash;
    }

    /** Takes the array over without a copy: the caller must not change it any more. */
    public static EncodedImage adopt(byte[] bytes) {
        return new EncodedImage(bytes, bytes.length, ContentHash.of(ByteBuffer.wrap(bytes)));
    }

    /** The same image without its bytes, for one that is refused for their number alone: it need not wait in memory for that. */
    public EncodedImage withoutBytes() {
        return new EncodedImage(new byte[0], byteCount, hash);
    }

    /** False for an image whose bytes were left out. */
    public boolean complete() {
        return bytes.length == byteCount;
    }

    /** Number of bytes, also where they were left out. */
    public int byteCount() {
        return byteCount;
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
