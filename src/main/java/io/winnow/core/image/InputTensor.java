package io.winnow.core.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * One image as a backbone reads it: float32, layout {@code [3, height, width]} (RGB planes), in a direct buffer of native
 * byte order. Not thread-safe while it is being filled.
 */
public final class InputTensor {
    private final ImageSize size;
    private final ByteBuffer bytes;

    /** A tensor of zeros. */
    public InputTensor(ImageSize size) {
        this.size = size;
        this.bytes = ByteBuffer.allocateDirect(Math.toIntExact(3 * size.area() * Float.BYTES))
                .order(ByteOrder.nativeOrder());
    }

    public ImageSize size() {
        return size;
    }

    /** A view of all bytes of the values, position 0, native order; writes go through. */
    public ByteBuffer bytes() {
        return bytes.duplicate().order(ByteOrder.nativeOrder()).clear();
    }

    /** A view of all {@code 3 * height * width} values, position 0; writes go through. */
    public FloatBuffer values() {
        return bytes().asFloatBuffer();
    }
}
