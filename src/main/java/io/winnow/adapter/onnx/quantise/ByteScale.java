package io.winnow.adapter.onnx.quantise;

/**
 * How a value's range lies on unsigned bytes: {@code real = scale * (byte - zeroPoint)}. 0 is always a byte, because convolutions
 * pad with it.
 */
record ByteScale(float scale, int zeroPoint) {
    private static final int LARGEST = 255;

    /** Below this, squares and reciprocals leave what float32 can hold. */
    private static final float SMALLEST_SCALE = 1e-12f;

    /** The scale on which a range, widened to hold 0, takes all bytes. */
    static ByteScale of(double lowest, double highest) {
        double low = Math.min(lowest, 0);
        double high = Math.max(highest, 0);
        float scale = Math.max((float) ((high - low) / LARGEST), SMALLEST_SCALE);
        int zeroPoint = (int) Math.max(0, Math.min(LARGEST, Math.round(-low / scale)));
        return new ByteScale(scale, zeroPoint);
    }
}
