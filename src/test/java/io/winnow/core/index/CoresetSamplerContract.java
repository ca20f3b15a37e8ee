package io.winnow.core.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.core.Progress;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every sampler holds. */
public abstract class CoresetSamplerContract {
    /** The implementation under test. */
    protected abstract CoresetSampler sampler();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 299, 300})
    void sample_ofAnySize_choosesThatManyDifferentCandidates(int size) {
        int[] chosen = sampler().sample(Vectors.gaussian(300, 5, 1), size, 3, Progress.NONE);
        assertThat(chosen).hasSize(size).doesNotHaveDuplicates();
        assertThat(Arrays.stream(chosen)).allMatch(i -> i >= 0 && i < 300);
    }

    @Test
    void sample_ofIdenticalCandidates_choosesEachOnce() {
        assertThat(sampler().sample(FloatMatrix.zeros(70, 3), 70, 3, Progress.NONE))
                .doesNotHaveDuplicates();
    }

    @Test
    void sample_withTheSameSeed_repeatsItself() {
        FloatMatrix candidates = Vectors.gaussian(500, 9, 2);
        int[] first = sampler().sample(candidates, 60, 11, Progress.NONE);
        assertThat(sampler().sample(candidates, 60, 11, Progress.NONE)).isEqualTo(first);
        assertThat(sampler().sample(candidates, 60, 12, Progress.NONE)).isNotEqualTo(first);
    }

    @Test
    void sample_ofSizeOutOfBounds_saysBothNumbers() {
        FloatMatrix candidates = Vectors.gaussian(20, 3, 3);
        for (int size : new int[] {-1, 0, 21}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> sampler().sample(candidates, size, 1, Progress.NONE))
                    .withMessageContaining(Integer.toString(size))
                    .withMessageContaining("20");
        }
    }

    @Test
    void sample_whenDone_hasReportedAscendingProgressToItsEnd() {
        AtomicLong last = new AtomicLong();
        sampler().sample(Vectors.gaussian(400, 4, 4), 50, 1, (phase, done, total) -> {
            assertThat(phase).isNotBlank();
            assertThat(total).isEqualTo(50);
            assertThat(done).isBetween(last.get(), total);
            last.set(done);
        });
        assertThat(last).hasValue(50);
    }

    @Test
    void sample_whenCancelled_stops() {
        Progress cancelled = (phase, done, total) -> {
            throw new CancellationException();
        };
        assertThatThrownBy(() -> sampler().sample(Vectors.gaussian(400, 4, 4), 50, 1, cancelled))
                .isInstanceOf(CancellationException.class);
    }
}
