package io.winnow.core.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ChangeDetectorTest {
    private static final int REFERENCE = 50;

    /** Values until the alarm, counted from the change; -1 for none. */
    private static int alarmAfter(long seed, double threshold, int frames, int changeAt, double shift) {
        Random random = new Random(seed);
        DriftMonitor monitor = new DriftMonitor(REFERENCE, threshold, seed, DriftMonitor.NOTHING);
        for (int i = 0; i < frames; i++) {
            // Skewed, as distances are: the test must not rely on any distribution.
            double value = Math.exp(0.3 * random.nextGaussian()) + (i >= changeAt ? shift : 0);
            if (monitor.take(value)) {
                return i - changeAt;
            }
        }
        return -1;
    }

    /** Stated: at most n / A streams of n values alarm. 600 values at A = 4000 make 15 %. */
    @Test
    void take_nothingChanges_alarmsNoMoreOftenThanStated() {
        int runs = 500;
        int alarms = 0;
        for (long seed = 0; seed < runs; seed++) {
            alarms += alarmAfter(seed, 4000, 600, 600, 0) == -1 ? 0 : 1;
        }
        double stated = 0.15;
        assertThat((double) alarms / runs).isLessThan(stated + 3 * Math.sqrt(stated * (1 - stated) / runs));
        // A test that never alarms would keep its word too.
        assertThat(alarms).isPositive();
    }

    @Test
    void take_valuesRise_alarmsSoon() {
        for (long seed = 0; seed < 20; seed++) {
            assertThat(alarmAfter(seed, 300_000, 800, 400, 1)).isBetween(0, 60);
        }
    }

    @Test
    void take_valuesFall_alarmsSoon() {
        for (long seed = 0; seed < 20; seed++) {
            assertThat(alarmAfter(seed, 300_000, 800, 400, -0.6)).isBetween(0, 60);
        }
    }

    @Test
    void take_fewErrorsAmongZeros_alarmsWhenTheirShareRises() {
        Random random = new Random(3);
        DriftMonitor monitor = new DriftMonitor(REFERENCE, 300_000, 1, DriftMonitor.NOTHING);
        for (int i = 0; i < 300; i++) {
            assertThat(monitor.take(random.nextDouble() < 0.02 ? 1 : 0)).isFalse();
        }
        int until = 0;
        while (!monitor.take(random.nextDouble() < 0.4 ? 1 : 0)) {
            assertThat(++until).isLessThan(150);
        }
    }

    @Test
    void state_restoredInTheMiddle_goesOnTheSame() {
        Random random = new Random(5);
        DriftMonitor whole = new DriftMonitor(REFERENCE, 1e9, 1, DriftMonitor.NOTHING);
        DriftMonitor part = new DriftMonitor(REFERENCE, 1e9, 1, DriftMonitor.NOTHING);
        for (int i = 0; i < 5000; i++) {
            double value = Math.rint(random.nextGaussian() * 20) + 0.0;
            whole.take(value);
            part.take(value);
            if (i % 1000 == 500) {
                part = new DriftMonitor(REFERENCE, 1e9, 1, part.state());
            }
        }
        assertThat(part.statistic()).isEqualTo(whole.statistic());
        assertThat(part.state().sums()).isEqualTo(whole.state().sums());
    }
}
