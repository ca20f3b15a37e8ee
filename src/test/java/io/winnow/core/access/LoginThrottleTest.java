package io.winnow.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.testing.HandClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private final HandClock clock = new HandClock(Instant.parse("2026-11-22T08:00:00Z"));
    private final LoginThrottle throttle = new LoginThrottle(clock);

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
        clock.pass(Duration.ofSeconds(2));
        assertThat(throttle.attempt("anna", "b")).isZero();
        assertThat(throttle.attempt("anna", "b")).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void wait_neverGrowsBeyondFiveMinutes_andIsForgottenAfterHalfAnHour() {
        for (int i = 0; i < 40; i++) {
            clock.pass(throttle.attempt("anna", "a" + i));
            fail(1, "anna", "a" + i);
        }
        assertThat(throttle.attempt("anna", "x")).isEqualTo(Duration.ofMinutes(5));
        clock.pass(Duration.ofMinutes(31));
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
        clock.jump(Duration.ofDays(-300));

        assertThat(throttle.attempt("anna", "a")).isLessThanOrEqualTo(Duration.ofMinutes(5));
        clock.pass(Duration.ofMinutes(5));
        assertThat(throttle.attempt("anna", "a")).isLessThanOrEqualTo(Duration.ofMinutes(5));
    }
}
