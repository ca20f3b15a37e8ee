package io.winnow.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ClockWatchTest {
    /** A clock and time that passes, moved apart from each other. */
    private static final class TwoTimes extends Clock {
        private Instant shown = Instant.parse("2026-03-01T12:00:00Z");
        private long nanos = Long.MAX_VALUE - 5;

        void pass(Duration time) {
            nanos += time.toNanos();
            shown = shown.plus(time);
        }

        void jump(Duration by) {
            shown = shown.plus(by);
        }

        @Override
        public Instant instant() {
            return shown;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private final TwoTimes times = new TwoTimes();
    private final ClockWatch watch = new ClockWatch(times, () -> times.nanos);

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
