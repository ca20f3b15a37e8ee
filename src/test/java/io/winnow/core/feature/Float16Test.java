package io.winnow.core.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import org.junit.jupiter.api.Test;

class Float16Test {
    private static final int HALVES = 1 << 16;
    private static final int INFINITY = 0x7c00;

    @Test
    void toFloat_everyHalf_hasTheValueThatTheFormatDefines() {
        for (int half = 0; half < HALVES; half++) {
            float actual = Float16.toFloat((short) half);
            double expected = definedValue(half);
            assertThat(Double.valueOf(actual)).as("half %04x", half).isEqualTo(Double.valueOf(expected));
            if (expected == 0) {
                assertThat(1 / actual).as("sign of half %04x", half).isEqualTo((float) (1 / expected));
            }
        }
    }

    @Test
    void fromFloat_everyHalfsValue_givesThatHalf() {
        for (int half = 0; half < HALVES; half++) {
            float value = Float16.toFloat((short) half);
            short again = Float16.fromFloat(value);
            if (Float.isNaN(value)) {
                assertThat(Float16.toFloat(again)).isNaN();
            } else {
                assertThat(again).as("half %04x", half).isEqualTo((short) half);
            }
        }
    }

    @Test
    void fromFloat_betweenTwoHalves_roundsToTheNearestAndTiesToEven() {
        for (int lower = 0; lower < INFINITY; lower++) {
            int upper = lower + 1;
            double next = upper == INFINITY ? 65536 : definedValue(upper);
            float middle = (float) ((definedValue(lower) + next) / 2);
            int even = lower % 2 == 0 ? lower : upper;
            for (int sign : new int[] {0, 0x8000}) {
                float direction = sign == 0 ? 1 : -1;
                assertThat(Float16.fromFloat(direction * Math.nextDown(middle)))
                        .as("below the middle of %04x and %04x", lower, upper)
                        .isEqualTo((short) (sign | lower));
                assertThat(Float16.fromFloat(direction * middle))
                        .as("the middle of %04x and %04x", lower, upper)
                        .isEqualTo((short) (sign | even));
                assertThat(Float16.fromFloat(direction * Math.nextUp(middle)))
                        .as("above the middle of %04x and %04x", lower, upper)
                        .isEqualTo((short) (sign | upper));
            }
        }
    }

    @Test
    void fromFloat_beyondTheRange_isInfinity() {
        assertThat(Float16.toFloat(Float16.fromFloat(Float.MAX_VALUE))).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(Float16.toFloat(Float16.fromFloat(Float.NEGATIVE_INFINITY))).isEqualTo(Float.NEGATIVE_INFINITY);
    }

    @Test
    void bulkConversions_partOfBuffers_leavePositionsAlone() {
        FloatBuffer floats = FloatBuffer.wrap(new float[] {9, 1.5f, -2}).position(1);
        ShortBuffer halves = ShortBuffer.allocate(2);
        Float16.fromFloats(floats, halves);
        FloatBuffer again = FloatBuffer.allocate(2);
        Float16.toFloats(halves, again);
        assertThat(again.array()).containsExactly(1.5f, -2);
        assertThat(floats.position()).isEqualTo(1);
        assertThat(halves.position()).isZero();
    }

    @Test
    void bulkConversions_differentLengths_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Float16.fromFloats(FloatBuffer.allocate(3), ShortBuffer.allocate(2)))
                .withMessage("source has 3 values, target has 2");
    }

    private static double definedValue(int half) {
        int sign = (half & 0x8000) == 0 ? 1 : -1;
        int exponent = (half >> 10) & 31;
        int fraction = half & 0x3ff;
        if (exponent == 31) {
            return fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
        }
        return exponent == 0
                ? sign * Math.scalb((double) fraction, -24)
                : sign * Math.scalb(1024.0 + fraction, exponent - 25);
    }
}
