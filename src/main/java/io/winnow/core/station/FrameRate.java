package io.winnow.core.station;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Events a second over the last ten seconds. Thread-safe. */
final class FrameRate {
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final Deque<Instant> recent = new ArrayDeque<>();
    private @Nullable Instant last;

    synchronized void mark(Instant now) {
        last = now;
        recent.addLast(now);
        forgetBefore(now.minus(WINDOW));
    }

    synchronized double perSecond(Instant now) {
        forgetBefore(now.minus(WINDOW));
        return recent.size() / (double) WINDOW.toSeconds();
    }

    synchronized Optional<Instant> last() {
        return Optional.ofNullable(last);
    }

    private void forgetBefore(Instant start) {
        while (!recent.isEmpty() && recent.getFirst().isBefore(start)) {
            recent.removeFirst();
        }
    }
}
