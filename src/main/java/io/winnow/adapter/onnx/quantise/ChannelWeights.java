package io.winnow.adapter.onnx.quantise;

/**
 * A convolution's weights in signed bytes, symmetric, with a scale for each output channel, and its bias in 32 bits on the scale of
 * the products.
 */
record ChannelWeights(byte[] weights, float[] scales, int[] bias, float[] biasScales) {
    private static final int LARGEST = 127;

    /** Leaves the sums of products as much room in 32 bits as the bias takes. */
    private static final double LARGEST_BIAS = 1 << 30;

    private static final float SMALLEST_SCALE = 1e-12f;

    /**
     * Quantises.
     *
     * @param bias a value for each output channel, or none
     * @param inputScale of the values that the weights are multiplied with
     */
    static ChannelWeights of(FloatTensor weights, float[] bias, float inputScale) {
        int channels = weights.channels();
        float[] values = weights.values();
        int each = values.length / channels;
        byte[] bytes = new byte[values.length];
        float[] scales = new float[channels];
        int[] integers = new int[channels];
        float[] biasScales = new float[channels];
        for (int channel = 0; channel < channels; channel++) {
            float largest = 0;
            for (int i = channel * each; i < (channel + 1) * each; i++) {
                largest = Math.max(largest, Math.abs(values[i]));
            }
            double offset = bias.length == 0 ? 0 : bias[channel];
            // A channel of almost nothing but bias: a finer scale would push the bias out of 32 bits.
            double leastForBias = Math.abs(offset) / (inputScale * LARGEST_BIAS);
            float scale = (float) Math.max(Math.max(largest / LARGEST, leastForBias), SMALLEST_SCALE);
            for (int i = channel * each; i < (channel + 1) * each; i++) {
                bytes[i] = (byte) Math.max(-LARGEST, Math.min(LARGEST, Math.round(values[i] / scale)));
            }
            scales[channel] = scale;
            biasScales[channel] = inputScale * scale;
            integers[channel] = (int) Math.round(offset / biasScales[channel]);
        }
        return new ChannelWeights(bytes, scales, integers, biasScales);
    }
}
