package io.winnow.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PairedProportionsTest {
    @Test
    void of_pairs_areCountedByWhoCallsThem() {
        PairedProportions pairs = PairedProportions.of(
                new boolean[] {true, true, false, false, true}, new boolean[] {true, false, true, false, false});

        assertThat(pairs).isEqualTo(new PairedProportions(1, 2, 1, 1));
        assertThat(pairs.difference().optional()).hasValue(0.2);
    }

    @Test
    void interval_bothAgreeOnEverything_isWilsonsShortfallToEitherSide() {
        double z2 = 1.959964 * 1.959964;

        Interval interval = new PairedProportions(30, 0, 0, 0).interval(0.95);

        assertThat(interval.low()).isCloseTo(-z2 / (30 + z2), within(1e-5));
        assertThat(interval.high()).isCloseTo(z2 / (30 + z2), within(1e-5));
    }

    @Test
    void interval_sidesExchanged_isMirrored() {
        Interval one = new PairedProportions(36, 9, 3, 12).interval(0.9);
        Interval other = new PairedProportions(36, 3, 9, 12).interval(0.9);

        assertThat(other.low()).isCloseTo(-one.high(), within(1e-12));
        assertThat(other.high()).isCloseTo(-one.low(), within(1e-12));
    }

    /** Correlated judges over small samples: the interval must hold the true difference about as often as it says. */
    @Test
    void interval_simulatedCorrelatedPairs_coversTheTruthAtTheStatedRate() {
        SplittableRandom random = new SplittableRandom(11);
        int covered = 0;
        int runs = 4_000;
        for (int run = 0; run < runs; run++) {
            long[] counts = new long[4];
            for (int i = 0; i < 40; i++) {
                double u = random.nextDouble();
                counts[u < 0.75 ? 0 : u < 0.87 ? 1 : u < 0.92 ? 2 : 3]++;
            }
            Interval interval = new PairedProportions(counts[0], counts[1], counts[2], counts[3]).interval(0.95);
            covered += interval.contains(0.07) ? 1 : 0;
        }

        assertThat((double) covered / runs).isBetween(0.935, 0.985);
    }

    @Test
    void exactMcNemar_knownCounts_isTheBinomialTail() {
        // 2 (1 + 10 + 45) / 2^10
        assertThat(new PairedProportions(5, 8, 2, 9).exactMcNemar()).isCloseTo(112.0 / 1024, within(1e-12));
        assertThat(new PairedProportions(5, 0, 0, 9).exactMcNemar()).isEqualTo(1);
        assertThat(new PairedProportions(0, 600, 500, 0).exactMcNemar()).isBetween(0.002, 0.004);
    }

    @Test
    void difference_noPair_isUndefined() {
        assertThat(new PairedProportions(0, 0, 0, 0).difference().reason()).contains("no pair");
        assertThatThrownBy(() -> new PairedProportions(0, -1, 0, 0)).hasMessageContaining("-1");
    }
}
