package io.winnow.core.perf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimerTest {
    private long nanos;
    private final Timer timer = new Timer(() -> nanos, () -> nanos * 2);

    @Test
    void time_subjectTwiceAsFast_hasThoseRatios() {
        Outcome outcome = timer.time(comparison(Goal.timesFaster(2), 5_000_000, 10_000_000));
        assertThat(outcome.subjectSeconds().median()).isEqualTo(0.005, within(1e-12));
        assertThat(outcome.referenceSeconds().median()).isEqualTo(0.01, within(1e-12));
        assertThat(outcome.ratio().median()).isEqualTo(2, within(1e-12));
        assertThat(outcome.cpuRatio()).isEqualTo(2, within(1e-12));
        assertThat(outcome.met()).isTrue();
    }

    @Test
    void time_slowerThanTheGoal_isNotMet() {
        assertThat(timer.time(comparison(Goal.atMost(1.1), 12, 10)).met()).isFalse();
        assertThat(timer.time(comparison(Goal.atMost(1.2), 12, 10)).met()).isTrue();
        assertThat(timer.time(comparison(Goal.timesFaster(1.1), 10, 10)).met()).isFalse();
    }

    /** A machine that slows down while it is measured changes both sides of a round alike. */
    @Test
    void time_machineGetsSlower_keepsTheRatio() {
        long[] slowness = {1};
        Runnable subject = () -> nanos += 3 * slowness[0];
        Runnable reference = () -> {
            nanos += 6 * slowness[0];
            slowness[0]++;
        };
        Outcome outcome = timer.time(new Comparison(
                "drift",
                new Comparison.Work("ours", subject),
                new Comparison.Work("theirs", reference),
                Goal.atMost(1),
                100));
        assertThat(outcome.ratio().median()).isEqualTo(0.5, within(0.02));
    }

    @Test
    void time_takesTurns_inAlternatingOrder() {
        List<String> calls = new ArrayList<>();
        timer.time(new Comparison("order", work("s", calls), work("r", calls), Goal.NONE, 2));
        assertThat(calls).containsExactly("s", "r", "s", "r", "s", "r", "r", "s");
    }

    @Test
    void spread_ofFiveValues_isTheirQuartiles() {
        assertThat(Spread.of(new double[] {5, 1, 4, 2, 3})).isEqualTo(new Spread(2, 3, 4, 5));
        assertThatThrownBy(() -> Spread.of(new double[0])).hasMessageContaining("at least one");
        assertThatThrownBy(() -> Spread.of(new double[] {1, Double.NaN})).hasMessageContaining("NaN");
    }

    private Comparison.Work work(String name, List<String> calls) {
        return new Comparison.Work(name, () -> {
            calls.add(name);
            nanos++;
        });
    }

    private Comparison comparison(Goal goal, long subjectNanos, long referenceNanos) {
        return new Comparison(
                "work",
                new Comparison.Work("ours", () -> nanos += subjectNanos),
                new Comparison.Work("theirs", () -> nanos += referenceNanos),
                goal,
                3);
    }
}
