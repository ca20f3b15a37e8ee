package io.winnow.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until it is moved, beside time that passes. Used by one thread. */
public final class HandClock extends Clock {
    private final Duration step;
    private Instant now;
    private long nanos;

    private HandClock(Instant now, Duration step, long nanos) {
        this.now = now;
        this.step = step;
        this.nanos = nanos;
    }

    public HandClock(Instant now) {
        this(now, Duration.ZERO, 0);
    }

    /** Beside time that is counted from any number on. */
    public HandClock(Instant now, long nanos) {
        this(now, Duration.ZERO, nanos);
    }

    /** A step later at every look. */
    public static HandClock stepping(Instant now, Duration step) {
        return new HandClock(now, step, 0);
    }

    /** Time passes and the clock shows it. */
    public void pass(Duration time) {
        now = now.plus(time);
        nanos += time.toNanos();
    }

    /** The clock jumps while no time passes. */
    public void jump(Duration by) {
        now = now.plus(by);
    }

    /** The clock is set while no time passes. */
    public void set(Instant shown) {
        now = shown;
    }

    /** Time that passed, as {@link System#nanoTime} counts it. */
    public long nanos() {
        return nanos;
    }

    @Override
    public Instant instant() {
        Instant shown = now;
        now = now.plus(step);
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
