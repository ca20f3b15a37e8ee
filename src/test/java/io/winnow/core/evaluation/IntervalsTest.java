package io.winnow.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IntervalsTest {
    @Test
    void wilson_knownCounts_hasThePublishedEnds() {
        // Newcombe, Statistics in Medicine 17 (1998), table I, method 3: four decimals.
        assertWilson(81, 263, 0.2553, 0.3662);
        assertWilson(15, 148, 0.0624, 0.1605);
        assertWilson(0, 20, 0, 0.1611);
        assertWilson(1, 29, 0.0061, 0.1718);
    }

    private static void assertWilson(long successes, long trials, double low, double high) {
        Interval interval = Intervals.wilson(successes, trials, 0.95);
        assertThat(interval.low()).isCloseTo(low, within(5e-5));
        assertThat(interval.high()).isCloseTo(high, within(5e-5));
    }

    @Test
    void wilson_noTrial_isRefused() {
        assertThatThrownBy(() -> Intervals.wilson(0, 0, 0.95)).hasMessageContaining("0 successes in 0 trials");
    }

    @Test
    void bootstrap_sameSeed_isTheSameIntervalAroundTheFigure() {
        Samples samples = new Samples(150, 1);
        Ranking ranking = Ranking.of(samples.good, samples.labels);
        Resampling resampling = Resampling.of(300, 5);
        Interval interval = Intervals.bootstrap(
                        samples.labels, resampling, m -> ranking.figures(m).auroc())
                .orElseThrow();
        assertThat(interval.contains(ranking.auroc().optional().orElseThrow())).isTrue();
        assertThat(interval.high() - interval.low()).isBetween(0.01, 0.3);
        assertThat(Intervals.bootstrap(
                        samples.labels, resampling, m -> ranking.figures(m).auroc()))
                .contains(interval);
    }

    @Test
    void bootstrap_everyDraw_keepsTheNumberOfEachClass() {
        boolean[] labels = {true, false, false, true, false};
        for (int replicate = 0; replicate < 20; replicate++) {
            int[] drawn = Intervals.draw(labels, 9, replicate);
            assertThat(drawn[0] + drawn[3]).isEqualTo(2);
            assertThat(drawn[1] + drawn[2] + drawn[4]).isEqualTo(3);
        }
    }

    @Test
    void pairedDifference_clearlyBetterModel_excludes0() {
        Samples samples = new Samples(200, 2);
        Ranking good = Ranking.of(samples.good, samples.labels);
        Ranking bad = Ranking.of(samples.bad, samples.labels);
        Interval difference = Intervals.pairedDifference(
                        samples.labels,
                        Resampling.of(300, 1),
                        m -> good.figures(m).auroc(),
                        m -> bad.figures(m).auroc())
                .orElseThrow();
        assertThat(difference.low()).isPositive();
        assertThat(Intervals.pairedDifference(
                        samples.labels,
                        Resampling.of(50, 1),
                        m -> good.figures(m).auroc(),
                        m -> good.figures(m).auroc()))
                .contains(new Interval(0, 0));
    }

    @Test
    void bootstrap_undefinedStatistic_isEmpty() {
        assertThat(Intervals.bootstrap(new boolean[] {true}, Resampling.of(5, 1), m -> Figure.undefined("why")))
                .isEmpty();
    }

    /** Scores of a good and a bad model over the same samples. */
    private static final class Samples {
        private final boolean[] labels;
        private final double[] good;
        private final double[] bad;

        Samples(int count, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            labels = new boolean[count];
            good = new double[count];
            bad = new double[count];
            for (int i = 0; i < count; i++) {
                labels[i] = i % 3 == 0;
                good[i] = random.nextDouble() + (labels[i] ? 0.5 : 0);
                bad[i] = random.nextDouble() + (labels[i] ? 0.1 : 0);
            }
        }
    }
}
