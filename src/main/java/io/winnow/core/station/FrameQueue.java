package io.winnow.core.station;

import io.winnow.core.inspection.CapturedFrame;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.StationId;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The line in which frames wait for their inspection: bounded, first come first served, worked off by one thread, because backbone
 * and search use all cores for a single frame already and a station's verdicts keep their order that way. Whoever submits to a
 * full queue waits, which is how a broker learns to slow down. Thread-safe.
 */
public final class FrameQueue implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(FrameQueue.class.getName());

    private record Waiting(CapturedFrame frame, long since, CompletableFuture<Inspection> answer) {}

    private final Stations stations;
    private final BlockingQueue<Waiting> queue;
    private final Thread worker;
    private final Object pace = new Object();
    private volatile boolean open = true;
    private volatile boolean inspecting;

    /** Starts the worker. */
    public FrameQueue(Stations stations, int capacity) {
        this.stations = stations;
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.worker = new Thread(this::work, "winnow-inspection");
        worker.start();
    }

    /**
     * Queues a frame of a known station, waiting while the queue is full.
     *
     * @return its inspection once everything is stored; fails with a {@link
     *     io.winnow.core.inspection.StorageException} when it could not be stored
     * @throws RejectedExecutionException when the queue is closed
     */
    public CompletableFuture<Inspection> submit(CapturedFrame frame) throws InterruptedException {
        requireStation(frame.station());
        Waiting waiting = new Waiting(frame, System.nanoTime(), new CompletableFuture<>());
        while (open) {
            if (queue.offer(waiting, 100, TimeUnit.MILLISECONDS)) {
                return waiting.answer();
            }
        }
        throw new RejectedExecutionException("the service is stopping; frame %s is not taken".formatted(frame.id()));
    }

    private Station requireStation(StationId id) {
        return stations.find(id)
                .orElseThrow(() -> new IllegalArgumentException("there is no station '%s'".formatted(id)));
    }

    /** Waits until no frame is being inspected, but no longer than some time: what gives way has to get on too. */
    public void awaitIdle(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        synchronized (pace) {
            while (inspecting || !queue.isEmpty()) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return;
                }
                TimeUnit.NANOSECONDS.timedWait(pace, left);
            }
        }
    }

    private void pace(boolean now) {
        synchronized (pace) {
            inspecting = now;
            pace.notifyAll();
        }
    }

    /** Frames that wait at this moment. */
    public int waiting() {
        return queue.size();
    }

    /** Whether no frame waits or is being inspected. */
    public boolean quiet() {
        return !inspecting && queue.isEmpty();
    }

    /** Whether frames are being worked off. */
    public boolean working() {
        return worker.isAlive();
    }

    private void work() {
        while (open || !queue.isEmpty()) {
            try {
                Waiting next = queue.poll(100, TimeUnit.MILLISECONDS);
                if (next != null) {
                    inspect(next);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void inspect(Waiting waiting) {
        pace(true);
        try {
            Duration waited = Duration.ofNanos(System.nanoTime() - waiting.since());
            waiting.answer().complete(requireStation(waiting.frame().station()).inspect(waiting.frame(), waited));
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    () -> "frame %s of %s was not stored and stays unacknowledged"
                            .formatted(waiting.frame().id(), waiting.frame().station()),
                    e);
            waiting.answer().completeExceptionally(e);
        } finally {
            pace(false);
        }
    }

    /** Takes no more frames, finishes those that wait, and stops the worker. */
    @Override
    public void close() {
        open = false;
        try {
            worker.join(TimeUnit.SECONDS.toMillis(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        queue.forEach(
                left -> left.answer().completeExceptionally(new RejectedExecutionException("the service stopped")));
    }
}
