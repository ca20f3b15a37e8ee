package io.winnow.core.station;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Events a second over the last ten seconds, whatever becomes of the clock meanwhile. Thread-safe. */
final class FrameRate {
    private static final long WINDOW_SECONDS = 10;

    private final Deque<Long> recent = new ArrayDeque<>();
    private final LongSupplier nanos;
    private @Nullable Instant last;

    FrameRate() {
        this(System::nanoTime);
    }

    /** @param nanos time that passes evenly */
    FrameRate(LongSupplier nanos) {
        this.nanos = nanos;
    }

    synchronized void mark(Instant now) {
        last = now;
        recent.addLast(nanos.getAsLong());
        forget();
    }

    synchronized double perSecond() {
        forget();
        return recent.size() / (double) WINDOW_SECONDS;
    }

    synchronized Optional<Instant> last() {
        return Optional.ofNullable(last);
    }

    private void forget() {
        long now = nanos.getAsLong();
        while (!recent.isEmpty() && now - recent.getFirst() > TimeUnit.SECONDS.toNanos(WINDOW_SECONDS)) {
            recent.removeFirst();
        }
    }
}
