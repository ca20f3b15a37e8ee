package io.winnow.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConformalThresholdTest {
    @Test
    void of_nineteenScoresAndFivePerCent_isTheHighest() {
        double[] scores = IntStream.rangeClosed(1, 19).asDoubleStream().toArray();

        ConformalThreshold threshold = ConformalThreshold.of(scores, 0.05);

        assertThat(threshold.threshold()).isEqualTo(19);
        assertThat(threshold.keepsPromise()).isTrue();
        assertThat(threshold.normalsNeeded()).isEqualTo(19);
    }

    @Test
    void of_ninetyNineScoresAndTenPerCent_isTheNinetieth() {
        double[] scores = IntStream.rangeClosed(1, 99).asDoubleStream().toArray();

        assertThat(ConformalThreshold.of(scores, 0.1).threshold()).isEqualTo(90);
    }

    @Test
    void of_tooFewScores_saysHowManyItNeeds() {
        ConformalThreshold threshold = ConformalThreshold.of(new double[] {1, 2, 3}, 0.01);

        assertThat(threshold.keepsPromise()).isFalse();
        assertThat(threshold.normalsNeeded()).isEqualTo(99);
        assertThat(threshold.threshold()).isEqualTo(3);
    }

    @Test
    void of_notANumber_isRefused() {
        assertThatThrownBy(() -> ConformalThreshold.of(new double[] {1, Double.NaN}, 0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("finite");
    }

    /** Mean over many draws: sampling error of 4,000 runs with 29 scores each is about 0.001. */
    @Test
    void of_manyDraws_keepsTheStatedRate() {
        SplittableRandom random = new SplittableRandom(7);
        double rate = 0;
        int runs = 4_000;
        for (int run = 0; run < runs; run++) {
            double[] uniform = random.doubles(29).toArray();
            rate += 1 - ConformalThreshold.of(uniform, 0.1).threshold();
        }
        assertThat(rate / runs).isBetween(0.09, 0.103);
    }
}
