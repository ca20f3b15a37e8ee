package io.winnow.core.camera;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Plays pictures to a station at a steady rate, as a camera would: few at a time under way, each sent again until the other side
 * has it, so that nothing is lost when the broker restarts. One feed plays one source.
 */
public final class CameraFeed {
    /** Messages under way; below the 20 that Mosquitto allows by default. */
    private static final int WINDOW = 8;

    private static final int MOST_ATTEMPTS = 10;

    /**
     * How to play.
     *
     * @param framesPerSecond at most; 0 for as fast as the other side takes them
     * @param truth whether to send along what is known of each frame, for evaluation only
     * @param patience longest wait for the other side to come back or to acknowledge
     * @throws IllegalArgumentException when the rate is not 0 to 10000
     */
    public record Settings(double framesPerSecond, boolean truth, Duration patience) {
        public Settings {
            if (!(framesPerSecond >= 0 && framesPerSecond <= 10_000)) {
                throw new IllegalArgumentException(
                        "rate = %s frames per second must be 0 to 10000".formatted(framesPerSecond));
            }
        }
    }

    /**
     * What was sent.
     *
     * @param frames acknowledged frames
     * @param bytes of their images
     * @param repeated messages that had to be sent again
     */
    public record Sent(long frames, long bytes, long repeated) {}

    private record UnderWay(Supplier<CompletableFuture<Void>> send, CompletableFuture<Void> answer) {}

    private final CameraLink link;
    private final Settings settings;
    private final InstantSource clock;
    private final Deque<UnderWay> window = new ArrayDeque<>();
    private long repeated;

    public CameraFeed(CameraLink link, Settings settings, InstantSource clock) {
        this.link = link;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Plays until the source ends or the thread is interrupted, and returns once everything is acknowledged.
     *
     * @param progress told the number of frames sent so far, after each
     * @throws IOException when a picture cannot be read, or the other side stays away or refuses
     */
    public Sent play(ShotSource source, LongConsumer progress) throws IOException, InterruptedException {
        long frames = 0;
        long bytes = 0;
        long due = System.nanoTime();
        for (Optional<Shot> next = source.next(); next.isPresent(); next = source.next()) {
            due = awaitDue(due);
            Shot shot = next.get();
            Instant capturedAt = clock.instant();
            if (settings.truth() && shot.truth().isPresent()) {
                send(() -> link.sendTruth(shot));
            }
            send(() -> link.sendFrame(shot, capturedAt));
            frames++;
            bytes += shot.image().byteCount();
            progress.accept(frames);
        }
        while (!window.isEmpty()) {
            settleOldest();
        }
        return new Sent(frames, bytes, repeated);
    }

    /** Waits for the time of a frame and tells that of the next. What was late is not caught up in a burst. */
    private long awaitDue(long due) throws InterruptedException {
        if (settings.framesPerSecond() == 0) {
            return due;
        }
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
        return Math.max(due, System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(50))
                + (long) (1e9 / settings.framesPerSecond());
    }

    private void send(Supplier<CompletableFuture<Void>> send) throws IOException, InterruptedException {
        while (window.size() >= WINDOW) {
            settleOldest();
        }
        window.add(new UnderWay(send, send.get()));
    }

    private void settleOldest() throws IOException, InterruptedException {
        UnderWay oldest = window.remove();
        CompletableFuture<Void> answer = oldest.answer();
        for (int attempt = 1; ; attempt++) {
            try {
                answer.get(settings.patience().toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                throw new IOException("no acknowledgement within %s".formatted(settings.patience()), e);
            } catch (ExecutionException e) {
                requireHope(attempt, e);
                answer = oldest.send().get();
                repeated++;
            }
        }
    }

    private void requireHope(int attempt, ExecutionException failure) throws IOException, InterruptedException {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (attempt == MOST_ATTEMPTS) {
            throw new IOException(
                    "a frame failed %d times, last: %s".formatted(MOST_ATTEMPTS, cause.getMessage()), failure);
        }
        if (!link.awaitConnected(settings.patience())) {
            throw new IOException(
                    "the connection was lost and did not come back within %s: %s"
                            .formatted(settings.patience(), cause.getMessage()),
                    failure);
        }
    }
}
