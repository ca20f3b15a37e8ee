package io.winnow.adapter.faiss;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.Progress;
import io.winnow.core.index.CoresetSampler;
import io.winnow.core.index.FloatMatrix;
import io.winnow.core.index.GreedyKCenter;
import io.winnow.core.index.GreedyKCenterContract;
import io.winnow.core.index.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The native selection keeps the contract and repeats the Java one bit for bit. */
class NativeGreedyKCenterTest extends GreedyKCenterContract {
    @Override
    protected CoresetSampler sampler() {
        return Native.sampler(2);
    }

    @Override
    protected int[] sampleFrom(FloatMatrix candidates, int size, int start) {
        return Native.sampler(2).sampleFrom(candidates, size, start, Progress.NONE);
    }

    @ParameterizedTest
    @CsvSource({"8000,64,800", "5000,131,1200", "3000,7,3000"})
    void sampleFrom_manyRounds_equalsJava(int rows, int columns, int size) {
        FloatMatrix candidates = Vectors.gaussian(rows, columns, 1);
        int[] expected = new GreedyKCenter().sampleFrom(candidates, size, 17, Progress.NONE);
        assertThat(sampleFrom(candidates, size, 17)).isEqualTo(expected);
        assertThat(Native.sampler(1).sampleFrom(candidates, size, 17, Progress.NONE))
                .isEqualTo(expected);
    }

    @Test
    void sampleFrom_manyTiesBeyondThePool_equalsJava() {
        FloatMatrix candidates = Vectors.grid(6000, 4, 7, 2);
        assertThat(sampleFrom(candidates, 3000, 5))
                .isEqualTo(new GreedyKCenter().sampleFrom(candidates, 3000, 5, Progress.NONE));
    }
}
