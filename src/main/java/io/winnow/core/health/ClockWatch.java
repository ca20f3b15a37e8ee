package io.winnow.core.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares the clock with time that passes evenly, so that whoever deletes by age does not believe a clock that has just jumped: set by
 * hand, by a time server after hours without one, or wrong at boot. What a time server corrects little by little is no jump.
 * Thread-safe.
 */
public final class ClockWatch {
    /** Less than that at once is no jump. */
    static final Duration TOLERANCE = Duration.ofSeconds(30);

    /** How long people have to see that the clock is wrong before it is believed. */
    public static final Duration DOUBT = Duration.ofDays(1);

    /**
     * The clock jumped.
     *
     * @param at the time that it showed afterwards
     * @param by how much it went forward; negative when it went back
     * @param ago how long ago, in time that passes evenly
     */
    public record Jump(Instant at, Duration by, Duration ago) {}

    private record Noted(Instant at, Duration by, long nanos) {}

    private final Clock clock;
    private final LongSupplier nanos;
    private Instant lastTime;
    private long lastNanos;
    private @Nullable Noted newest;

    public ClockWatch(Clock clock) {
        this(clock, System::nanoTime);
    }

    /** @param nanos time that passes evenly */
    ClockWatch(Clock clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
        this.lastTime = clock.instant();
        this.lastNanos = nanos.getAsLong();
    }

    /** Looks at the clock; to be called every second or so. The newest jump of the last day, if any. */
    public synchronized Optional<Jump> look() {
        Instant time = clock.instant();
        long now = nanos.getAsLong();
        Duration by = Duration.between(lastTime, time).minusNanos(now - lastNanos);
        lastTime = time;
        lastNanos = now;
        if (by.abs().compareTo(TOLERANCE) > 0) {
            newest = new Noted(time, by, now);
        }
        return newest();
    }

    /** Says that the clock cannot be right, from what was stored before this process began. */
    public synchronized void doubt(Duration by) {
        newest = new Noted(clock.instant(), by, nanos.getAsLong());
    }

    private Optional<Jump> newest() {
        return Optional.ofNullable(newest)
                .map(jump -> new Jump(jump.at(), jump.by(), Duration.ofNanos(nanos.getAsLong() - jump.nanos())))
                .filter(jump -> jump.ago().compareTo(DOUBT) < 0);
    }
}
