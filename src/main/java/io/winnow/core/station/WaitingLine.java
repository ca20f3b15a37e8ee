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

    /**
     * What is to be done next.
     *
     * @param skip whether to store it without looking at it
     * @param place of the frame among all that were taken from its line, from 0
     * @param others whether an earlier frame of the line is still on its way
     */
    record Next(WaitingLine line, Waiting waiting, boolean skip, long place, boolean others) {
        Station station() {
            return line.station;
        }
    }

    private final Station station;
    private final int capacity;
    private final Deque<Waiting> frames = new ArrayDeque<>();
    private boolean skipping;
    private long taken;
    private long finished;

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
        if (oldest == null) {
            return null;
        }
        boolean others = taken > finished;
        return new Next(this, oldest, skipping, taken++, others);
    }

    /** Whether every frame that was taken before that place is finished. */
    boolean reached(long place) {
        return finished == place;
    }

    /** The frame whose turn it is, is finished. */
    void finish() {
        finished++;
    }
}
