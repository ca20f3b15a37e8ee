package io.winnow.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.testing.HandClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockWatchTest {
    private final HandClock times = new HandClock(Instant.parse("2026-03-01T12:00:00Z"), Long.MAX_VALUE - 5);
    private final ClockWatch watch = new ClockWatch(times, times::nanos);

    @Test
    void look_timePasses_isNoJump() {
        times.pass(Duration.ofHours(3));

        assertThat(watch.look()).isEmpty();
    }

    @Test
    void look_clockIsCorrectedLittleByLittle_isNoJump() {
        for (int i = 0; i < 1_000; i++) {
            times.pass(Duration.ofSeconds(1));
            times.jump(Duration.ofMillis(500));
            assertThat(watch.look()).isEmpty();
        }
    }

    @Test
    void look_clockJumps_saysSoForADay() {
        times.jump(Duration.ofDays(-30));
        times.pass(Duration.ofSeconds(1));

        assertThat(watch.look()).hasValueSatisfying(jump -> {
            assertThat(jump.by()).isEqualTo(Duration.ofDays(-30));
            assertThat(jump.at()).isEqualTo(times.instant());
        });
        times.pass(ClockWatch.DOUBT.minusSeconds(2));
        assertThat(watch.look())
                .hasValueSatisfying(jump -> assertThat(jump.ago()).isEqualTo(ClockWatch.DOUBT.minusSeconds(2)));
        times.pass(Duration.ofSeconds(3));
        assertThat(watch.look()).isEmpty();
    }

    @Test
    void doubt_isAJumpToo() {
        watch.doubt(Duration.ofDays(400));

        assertThat(watch.look()).isPresent();
    }
}
