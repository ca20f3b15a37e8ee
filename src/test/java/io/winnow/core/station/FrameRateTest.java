package io.winnow.core.station;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.testing.Inspections;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FrameRateTest {
    private long nanos;
    private final FrameRate rate = new FrameRate(() -> nanos);

    @Test
    void perSecond_clockJumps_countsTheFramesOfTheLastTenSecondsAllTheSame() {
        for (int i = 0; i < 40; i++) {
            rate.mark(Inspections.NOON.plus(Duration.ofDays(i % 2 == 0 ? 900 : -900)));
            nanos += TimeUnit.MILLISECONDS.toNanos(500);
        }

        assertThat(rate.perSecond()).isBetween(1.9, 2.1);
        nanos += TimeUnit.SECONDS.toNanos(11);
        assertThat(rate.perSecond()).isZero();
    }
}
