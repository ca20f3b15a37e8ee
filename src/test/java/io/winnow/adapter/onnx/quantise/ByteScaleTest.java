package io.winnow.adapter.onnx.quantise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteScaleTest {
    @ParameterizedTest
    @CsvSource({"-1, 1", "0, 6", "-3, 0", "2, 5", "-5, -2", "0, 0", "-1e-30, 1e-30", "-1e6, 3"})
    void of_anyRange_holdsZeroExactlyAndTheRangeWithinAStep(double lowest, double highest) {
        ByteScale scale = ByteScale.of(lowest, highest);

        assertThat(scale.zeroPoint()).isBetween(0, 255);
        assertThat(scale.scale()).isPositive();
        assertThat(-scale.scale() * scale.zeroPoint()).isLessThanOrEqualTo((float) lowest + scale.scale());
        assertThat(scale.scale() * (255 - scale.zeroPoint())).isGreaterThanOrEqualTo((float) highest - scale.scale());
    }

    @Test
    void of_nothingBelowZero_cutsAsReluDoes() {
        assertThat(ByteScale.of(0.5, 6).zeroPoint()).isZero();
    }

    @Test
    void channelWeights_anyWeights_areWithinHalfAStepOfTheirChannel() {
        Random random = new Random(3);
        float[] values = new float[4 * 9];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * Math.pow(10, i / 9));
        }

        ChannelWeights weights =
                ChannelWeights.of(new FloatTensor(List.of(4L, 1L, 3L, 3L), values), new float[4], 0.1f);

        for (int i = 0; i < values.length; i++) {
            float scale = weights.scales()[i / 9];
            assertThat(Math.abs(values[i] - scale * weights.weights()[i])).isLessThanOrEqualTo(scale * 0.5001f);
        }
    }

    @Test
    void channelWeights_channelOfNothingButBias_keepsTheBiasWithin32Bits() {
        float[] values = {0, 0, 1, -1};

        ChannelWeights weights =
                ChannelWeights.of(new FloatTensor(List.of(2L, 2L, 1L, 1L), values), new float[] {1000, -2}, 1e-6f);

        assertThat(weights.bias()[0] * (double) weights.biasScales()[0]).isBetween(999.9, 1000.1);
        assertThat(weights.bias()[1] * (double) weights.biasScales()[1]).isBetween(-2.001, -1.999);
        assertThat(Math.abs(weights.bias()[0])).isLessThanOrEqualTo(1 << 30);
    }
}
