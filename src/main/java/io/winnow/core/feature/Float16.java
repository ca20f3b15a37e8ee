package io.winnow.core.feature;

import java.nio.FloatBuffer;
import java.nio.ShortBuffer;

/**
 * IEEE 754 binary16, for storing embeddings in half the space: 11 significant bits, largest finite value 65504, smallest
 * positive 2^-24. Java has had these conversions since version 20; this code runs on 17. Thread-safe.
 */
public final class Float16 {
    /** Bits of 2^16, the first power of two beyond the range; infinity and NaN lie above it. */
    private static final int TOO_LARGE = Float.floatToRawIntBits(0x1p16f);

    /** Bits of 2^-14, the smallest normal half. */
    private static final int SMALLEST_NORMAL = Float.floatToRawIntBits(0x1p-14f);

    private static final int INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

    /** Difference of the exponent biases (127 and 15) in a float's exponent field. */
    private static final int REBIAS = (127 - 15) << 23;

    private static final int HALF_INFINITY = 0x7c00;

    private Float16() {}

    /** The nearest half, ties to even; 65520 and above become infinity, NaN stays NaN. */
    public static short fromFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude >= TOO_LARGE) {
            int quietNan = 0x7e00;
            return (short) (sign | (magnitude > INFINITY ? quietNan : HALF_INFINITY));
        }
        if (magnitude < SMALLEST_NORMAL) {
            // The last bit of a float near 0.5 is worth 2^-24, as in a subnormal half: the addition rounds for us.
            float rounded = Float.intBitsToFloat(magnitude) + 0.5f;
            return (short) (sign | (Float.floatToRawIntBits(rounded) - Float.floatToRawIntBits(0.5f)));
        }
        int odd = (magnitude >>> 13) & 1;
        int rounded = magnitude - REBIAS + 0xfff + odd;
        return (short) (sign | (rounded >>> 13));
    }

    /** The value of a half, exactly. */
    public static float toFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int magnitude = half & 0x7fff;
        if (magnitude < 0x400) {
            float value = magnitude * 0x1p-24f;
            return sign == 0 ? value : -value;
        }
        if (magnitude >= HALF_INFINITY) {
            return Float.intBitsToFloat(sign | INFINITY | (magnitude & 0x3ff) << 13);
        }
        return Float.intBitsToFloat(sign | ((magnitude << 13) + REBIAS));
    }

    /**
     * Converts all remaining values; both buffers' positions stay as they were.
     *
     * @throws IllegalArgumentException when the buffers differ in remaining values
     */
    public static void fromFloats(FloatBuffer source, ShortBuffer target) {
        requireSameLength(source.remaining(), target.remaining());
        int from = source.position();
        int to = target.position();
        for (int i = 0, n = source.remaining(); i < n; i++) {
            target.put(to + i, fromFloat(source.get(from + i)));
        }
    }

    /**
     * Converts all remaining values; both buffers' positions stay as they were.
     *
     * @throws IllegalArgumentException when the buffers differ in remaining values
     */
    public static void toFloats(ShortBuffer source, FloatBuffer target) {
        requireSameLength(source.remaining(), target.remaining());
        int from = source.position();
        int to = target.position();
        for (int i = 0, n = source.remaining(); i < n; i++) {
            target.put(to + i, toFloat(source.get(from + i)));
        }
    }

    private static void requireSameLength(int source, int target) {
        if (source != target) {
            throw new IllegalArgumentException("source has %d values, target has %d".formatted(source, target));
        }
    }
}
