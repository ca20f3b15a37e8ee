package io.winnow.core.station;

import io.winnow.core.inspection.CapturedFrame;
import io.winnow.core.inspection.Inspection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The frames of one station that wait, first come first served. Not thread-safe. */
final class WaitingLine {
    /** Once frames are skipped, they are until the line is as short as this share of its capacity. */
    private static final int LOW_SHARE = 4;

    /** A frame and whoever waits for its inspection. */
    static final class Waiting {
        private final CapturedFrame frame;
        private final long since = System.nanoTime();
        private final CompletableFuture<Inspection> answer = new CompletableFuture<>();

        Waiting(CapturedFrame frame) {
            this.frame = frame;
        }

        CapturedFrame frame() {
            return frame;
        }

        CompletableFuture<Inspection> answer() {
            return answer;
        }

        Duration waited() {
            return Duration.ofNanos(System.nanoTime() - since);
        }
    }

    /** What is to be done next. */
    record Next(Station station, Waiting waiting, boolean skip) {}

    private final Station station;
    private final int capacity;
    private final Deque<Waiting> frames = new ArrayDeque<>();
    private boolean skipping;

    WaitingLine(Station station, int capacity) {
        this.station = station;
        this.capacity = capacity;
    }

    boolean full() {
        return frames.size() >= capacity;
    }

    int size() {
        return frames.size();
    }

    void add(Waiting waiting) {
        frames.addLast(waiting);
    }

    /** The oldest, and whether the station's rule is to skip it. */
    @Nullable
    Next next() {
        if (full()) {
            skipping = station.settings().overload() == Overload.SKIP;
        } else if (frames.size() <= capacity / LOW_SHARE) {
            skipping = false;
        }
        Waiting oldest = frames.pollFirst();
        return oldest == null ? null : new Next(station, oldest, skipping);
    }
}
