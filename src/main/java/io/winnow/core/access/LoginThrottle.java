package io.winnow.core.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows guessing down: after some failures in a row each further attempt has to wait, twice as long every time, for one account
 * and for one address alike. A success forgets the failures of the account. Thread-safe.
 */
public final class LoginThrottle {
    private static final int FREE_FOR_ACCOUNT = 5;
    /** More, because a whole shift may sit behind one address. */
    private static final int FREE_FOR_ADDRESS = 20;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(30);
    /** Bounds the memory that inventing names can take. */
    private static final int MOST = 10_000;

    private record Failures(int count, Instant last) {}

    private final Clock clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MOST;
        }
    };

    public LoginThrottle(Clock clock) {
        this.clock = clock;
    }

    /**
     * How long an attempt has to wait; zero when it may be made. An attempt that may be made counts as failed until it {@link
     * #succeeded}: otherwise many at once would all be let through.
     */
    synchronized Duration attempt(String account, String address) {
        Instant now = clock.instant();
        Duration wait = longer(
                wait(key("account", account), FREE_FOR_ACCOUNT, now),
                wait(key("address", address), FREE_FOR_ADDRESS, now));
        if (wait.isZero()) {
            count(key("account", account), now);
            count(key("address", address), now);
        }
        return wait;
    }

    synchronized void succeeded(String account, String address) {
        failures.remove(key("account", account));
        failures.computeIfPresent(
                key("address", address), (key, known) -> new Failures(Math.max(0, known.count() - 1), known.last()));
    }

    private Duration wait(String key, int free, Instant now) {
        Failures known = failures.get(key);
        if (known == null || known.count() < free) {
            return Duration.ZERO;
        }
        if (Duration.between(known.last(), now).compareTo(FORGOTTEN_AFTER) > 0) {
            failures.remove(key);
            return Duration.ZERO;
        }
        int doublings = Math.min(known.count() - free, 16);
        Duration wait = shorter(FIRST_WAIT.multipliedBy(1L << doublings), LONGEST_WAIT);
        Duration left = wait.minus(Duration.between(known.last(), now));
        // A clock that was set back must not lock anybody out for longer than the wait itself.
        return left.isNegative() ? Duration.ZERO : shorter(left, LONGEST_WAIT);
    }

    private void count(String key, Instant now) {
        failures.merge(key, new Failures(1, now), (known, one) -> new Failures(known.count() + 1, now));
    }

    private static String key(String kind, String value) {
        return kind + " " + value;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
