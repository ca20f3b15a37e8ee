package io.winnow.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private final SetClock clock = new SetClock();
    private final LoginThrottle throttle = new LoginThrottle(clock);

    /** Stands still until it is moved. */
    private static final class SetClock extends Clock {
        private Instant now = Instant.parse("2026-11-22T08:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private Duration fail(int times, String account, String address) {
        Duration wait = Duration.ZERO;
        for (int i = 0; i < times; i++) {
            wait = throttle.attempt(account, address);
        }
        return wait;
    }

    @Test
    void attempts_afterFiveFailures_waitTwiceAsLongEachTime() {
        assertThat(fail(5, "anna", "a")).isZero();
        assertThat(throttle.attempt("anna", "b")).isEqualTo(Duration.ofSeconds(2));
        clock.now = clock.now.plusSeconds(2);
        assertThat(throttle.attempt("anna", "b")).isZero();
        assertThat(throttle.attempt("anna", "b")).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void wait_neverGrowsBeyondFiveMinutes_andIsForgottenAfterHalfAnHour() {
        for (int i = 0; i < 40; i++) {
            clock.now = clock.now.plus(throttle.attempt("anna", "a" + i));
            fail(1, "anna", "a" + i);
        }
        assertThat(throttle.attempt("anna", "x")).isEqualTo(Duration.ofMinutes(5));
        clock.now = clock.now.plus(Duration.ofMinutes(31));
        assertThat(fail(5, "anna", "y")).isZero();
    }

    @Test
    void success_forgetsTheAccountsFailures() {
        fail(5, "anna", "a");
        throttle.succeeded("anna", "a");

        assertThat(fail(5, "anna", "a")).isZero();
    }

    @Test
    void address_thatTriesManyNames_hasToWait() {
        for (int i = 0; i < 20; i++) {
            assertThat(throttle.attempt("name" + i, "a")).isZero();
        }
        assertThat(throttle.attempt("another", "a")).isEqualTo(Duration.ofSeconds(2));
        assertThat(throttle.attempt("another", "b")).isZero();
    }

    @Test
    void clockSetBack_locksNobodyOutForLongerThanTheWait() {
        fail(5, "anna", "a");
        clock.now = clock.now.minus(Duration.ofDays(300));

        assertThat(throttle.attempt("anna", "a")).isLessThanOrEqualTo(Duration.ofMinutes(5));
        clock.now = clock.now.plus(Duration.ofMinutes(5));
        assertThat(throttle.attempt("anna", "a")).isLessThanOrEqualTo(Duration.ofMinutes(5));
    }
}
