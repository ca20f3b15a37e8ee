package io.winnow.core.station;

import io.winnow.core.image.UndecodableImageException;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.StationId;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Scores frames with candidates after their champions have decided, for all stations on one thread of low priority. It begins a
 * piece of work when no frame is being inspected, or after {@link #PATIENCE} where that never happens; frames that find the
 * queue full are dropped and counted, never waited for. So a verdict waits for at most one piece of shadow work. Thread-safe.
 */
public final class Shadow implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Shadow.class.getName());
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long GLANCE = TimeUnit.MILLISECONDS.toNanos(1);

    /** Hears what came out. Called on the shadow's thread. */
    public interface Sink {
        /** The candidate scored a frame that its champion had decided. */
        void scored(Inspection inspection, Scored scored);

        /** The candidate could not score a frame. */
        void failed(Inspection inspection, RuntimeException failure);
    }

    private record Waiting(Inspection inspection, PatchSource frame) {}

    private static final class Candidate {
        private final ModelSlot slot = new ModelSlot();
        private final Sink sink;

        private Candidate(Sink sink) {
            this.sink = sink;
        }
    }

    private final BlockingQueue<Waiting> queue;
    private final Queue<Runnable> background = new ConcurrentLinkedQueue<>();
    private final Map<StationId, Candidate> candidates = new ConcurrentHashMap<>();
    private final Map<StationId, AtomicLong> dropped = new ConcurrentHashMap<>();
    private final BooleanSupplier quiet;
    private final Thread worker;
    private volatile boolean open = true;

    /**
     * Starts the worker.
     *
     * @param capacity frames that may wait; each holds its embeddings in memory
     * @param quiet whether no frame is being inspected
     */
    public Shadow(int capacity, BooleanSupplier quiet) {
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.quiet = quiet;
        this.worker = new Thread(this::work, "winnow-shadow");
        worker.setDaemon(true);
        worker.setPriority(Thread.MIN_PRIORITY);
        worker.start();
    }

    /** Lets a candidate score a station's frames from now on, in place of another; takes its detector over. */
    public void begin(StationId station, ServingModel candidate, Sink sink) {
        Candidate next = new Candidate(sink);
        next.slot.swap(candidate);
        close(candidates.put(station, next));
    }

    /** Ends a station's shadow, if there is one; its detector is closed when it is not in use any more. */
    public void end(StationId station) {
        close(candidates.remove(station));
    }

    private static void close(@Nullable Candidate ended) {
        if (ended != null) {
            ended.slot.close();
        }
    }

    /** Takes a frame that a champion decided, or drops it. */
    public void offer(Inspection inspection, PatchSource frame) {
        if (candidates.containsKey(inspection.station()) && !queue.offer(new Waiting(inspection, frame))) {
            dropped.computeIfAbsent(inspection.station(), station -> new AtomicLong())
                    .incrementAndGet();
        }
    }

    /** Queues other work that must not disturb inspection. */
    public void later(Runnable work) {
        background.add(work);
    }

    /** What a station's candidate says of a frame; empty where there is none. */
    public Optional<Scored> score(StationId station, PatchSource frame) throws IOException, UndecodableImageException {
        Candidate candidate = candidates.get(station);
        return candidate == null ? Optional.empty() : candidate.slot.score(frame);
    }

    /** Frames of a station that were not scored because the queue was full, since the start. */
    public long dropped(StationId station) {
        AtomicLong count = dropped.get(station);
        return count == null ? 0 : count.get();
    }

    private void work() {
        while (open) {
            try {
                Waiting next = queue.poll(50, TimeUnit.MILLISECONDS);
                if (next != null) {
                    awaitQuiet();
                    score(next);
                }
                Runnable other = background.poll();
                if (other != null) {
                    awaitQuiet();
                    run(other);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void awaitQuiet() {
        long since = System.nanoTime();
        while (open && !quiet.getAsBoolean() && System.nanoTime() - since < PATIENCE) {
            LockSupport.parkNanos(GLANCE);
        }
    }

    private void score(Waiting waiting) {
        Candidate candidate = candidates.get(waiting.inspection().station());
        if (candidate == null) {
            return;
        }
        Optional<Scored> scored;
        try {
            scored = candidate.slot.score(waiting.frame());
        } catch (IOException | UndecodableImageException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "inspection {0} is not scored in the shadow: {1}",
                    waiting.inspection().id(),
                    e.getMessage());
            return;
        } catch (RuntimeException e) {
            run(() -> candidate.sink.failed(waiting.inspection(), e));
            return;
        }
        scored.ifPresent(found -> run(() -> candidate.sink.scored(waiting.inspection(), found)));
    }

    /** Whatever goes wrong in the shadow stays in the shadow. */
    private static void run(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "shadow work failed", e);
        }
    }

    @Override
    public void close() {
        open = false;
        try {
            worker.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        candidates.keySet().forEach(this::end);
    }
}
