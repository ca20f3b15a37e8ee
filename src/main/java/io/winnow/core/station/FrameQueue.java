package io.winnow.core.station;

import io.winnow.core.inspection.CapturedFrame;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.StationId;
import io.winnow.core.inspection.StorageException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where frames wait for their inspection: a bounded line for each station, worked off in turn. Two frames are on their way at a time:
 * while one is scored, by backbone and search that use all cores, the other is decoded or stored, which use one or none. A station's
 * verdicts keep their order. A camera that floods its line costs the others one frame's time each turn, no more. Whoever submits to
 * a full line waits, which is how a broker learns to slow down.
 *
 * <p>A frame that cannot be stored, because the disk is full or somebody holds the database, keeps its place and is tried again until
 * it can: everything behind it waits, and nothing changes its order.
 *
 * <p>Thread-safe.
 */
public final class FrameQueue implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(FrameQueue.class.getName());
    /** Frames that are on their way at a time. */
    public static final int SIDE_BY_SIDE = 2;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** How long frames that wait are still worked off after the end was asked for; others come again after the next start. */
    static final Duration GRACE = Duration.ofSeconds(20);

    private final Map<StationId, WaitingLine> lines = new LinkedHashMap<>();
    private final List<WaitingLine> turns;
    private final int capacity;
    private final Clock clock;
    private final FrameContext context;
    private final List<Thread> workers = new ArrayList<>();
    private final ReentrantLock scoring = new ReentrantLock(true);
    private final Object lock = new Object();
    private int turn;
    private boolean open = true;
    private long closedAt;
    private int onTheirWay;
    private @Nullable StorageOutage outage;

    /**
     * Starts the workers.
     *
     * @param capacity frames of each station that may wait
     */
    public FrameQueue(Stations stations, int capacity, Clock clock) {
        this(stations, capacity, clock, FrameContext.NONE);
    }

    /**
     * Starts the workers.
     *
     * @param capacity frames of each station that may wait
     * @param context surrounds the work on each frame
     */
    public FrameQueue(Stations stations, int capacity, Clock clock, FrameContext context) {
        stations.all().forEach(station -> lines.put(station.id(), new WaitingLine(station, capacity)));
        this.turns = List.copyOf(lines.values());
        this.capacity = capacity;
        this.clock = clock;
        this.context = context;
        for (int i = 1; i <= SIDE_BY_SIDE; i++) {
            workers.add(new Thread(this::work, "winnow-inspection-" + i));
        }
        workers.forEach(Thread::start);
    }

    /**
     * Queues a frame of a known station, waiting while the station's line is full.
     *
     * @return its inspection once everything is stored; fails when it could not be, and will not be
     * @throws RejectedExecutionException when the queue is closed
     */
    public CompletableFuture<Inspection> submit(CapturedFrame frame) throws InterruptedException {
        return offer(frame, Duration.ofNanos(Long.MAX_VALUE)).orElseThrow();
    }

    /**
     * Queues a frame of a known station, waiting no longer than some time while the station's line is full.
     *
     * @return as {@link #submit} does; empty when there was no place in time
     * @throws RejectedExecutionException when the queue is closed
     */
    public Optional<CompletableFuture<Inspection>> offer(CapturedFrame frame, Duration patience)
            throws InterruptedException {
        WaitingLine line = Optional.ofNullable(lines.get(frame.station()))
                .orElseThrow(() -> new IllegalArgumentException("there is no station '%s'".formatted(frame.station())));
        WaitingLine.Waiting waiting = new WaitingLine.Waiting(frame);
        long began = System.nanoTime();
        synchronized (lock) {
            while (open && line.full()) {
                long left = patience.toNanos() - (System.nanoTime() - began);
                if (left <= 0) {
                    return Optional.empty();
                }
                TimeUnit.NANOSECONDS.timedWait(lock, left);
            }
            if (!open) {
                throw new RejectedExecutionException(
                        "the service is stopping; frame %s is not taken".formatted(frame.id()));
            }
            line.add(waiting);
            lock.notifyAll();
        }
        return Optional.of(waiting.answer());
    }

    /** Waits until no frame is being inspected, but no longer than some time: what gives way has to get on too. */
    public void awaitIdle(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        synchronized (lock) {
            while (onTheirWay > 0 || waiting() > 0) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return;
                }
                TimeUnit.NANOSECONDS.timedWait(lock, left);
            }
        }
    }

    /** Frames of all stations that wait at this moment. */
    public int waiting() {
        synchronized (lock) {
            return turns.stream().mapToInt(WaitingLine::size).sum();
        }
    }

    /** Frames of one station that may wait. */
    public int capacity() {
        return capacity;
    }

    /** Frames in the line that is the longest at this moment. */
    public int longestLine() {
        synchronized (lock) {
            return turns.stream().mapToInt(WaitingLine::size).max().orElse(0);
        }
    }

    /** Whether no frame waits or is being inspected. */
    public boolean quiet() {
        synchronized (lock) {
            return onTheirWay == 0 && waiting() == 0;
        }
    }

    /** Whether frames are being worked off. */
    public boolean working() {
        return workers.stream().allMatch(Thread::isAlive);
    }

    /** Why frames cannot be stored at this moment; empty while they can. */
    public Optional<StorageOutage> outage() {
        synchronized (lock) {
            return Optional.ofNullable(outage);
        }
    }

    private void work() {
        try {
            for (WaitingLine.Next next = take(); next != null; next = take()) {
                inspect(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next frame, of the stations in turn; null once the queue is closed and worked off, or its grace is over. */
    private WaitingLine.@Nullable Next take() throws InterruptedException {
        synchronized (lock) {
            while (true) {
                if (!open && System.nanoTime() - closedAt > GRACE.toNanos()) {
                    return null;
                }
                for (int i = 0; i < turns.size(); i++) {
                    WaitingLine line = turns.get(turn);
                    turn = (turn + 1) % turns.size();
                    WaitingLine.Next next = line.next();
                    if (next != null) {
                        onTheirWay++;
                        lock.notifyAll();
                        return next;
                    }
                }
                if (!open) {
                    return null;
                }
                lock.wait();
            }
        }
    }

    private void inspect(WaitingLine.Next next) throws InterruptedException {
        try (FrameContext.Scope scope = context.enter(next.waiting().frame())) {
            inspectUntilStored(next);
        } finally {
            finish(next);
        }
    }

    /** Lets the next frame of the line take its turn, once this one had its own. */
    private void finish(WaitingLine.Next next) {
        awaitTurn(next);
        synchronized (lock) {
            next.line().finish();
            onTheirWay--;
            lock.notifyAll();
        }
    }

    private void awaitTurn(WaitingLine.Next next) {
        boolean interrupted = false;
        synchronized (lock) {
            while (!next.line().reached(next.place())) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    interrupted = true; // a frame that is scored is stored in its turn all the same
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Turn turn(WaitingLine.Next next) {
        return new Turn() {
            @Override
            public Scoring scoring() {
                scoring.lock();
                return scoring::unlock;
            }

            @Override
            public boolean storing() {
                awaitTurn(next);
                return next.others();
            }
        };
    }

    private void inspectUntilStored(WaitingLine.Next next) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                Inspection inspection = attempt(next);
                works();
                next.waiting().answer().complete(inspection);
                return;
            } catch (StorageException e) {
                failed(e);
                if (!e.passing() || !pause(pause)) {
                    giveUp(next, e);
                    return;
                }
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            } catch (RuntimeException e) {
                giveUp(next, e);
                return;
            }
        }
    }

    private Inspection attempt(WaitingLine.Next next) {
        WaitingLine.Waiting waiting = next.waiting();
        return next.skip()
                ? next.station().skip(waiting.frame(), waiting.waited(), turn(next))
                : next.station().inspect(waiting.frame(), waiting.waited(), turn(next));
    }

    private static void giveUp(WaitingLine.Next next, RuntimeException e) {
        CapturedFrame frame = next.waiting().frame();
        LOG.log(
                System.Logger.Level.ERROR,
                () -> "frame %s of %s was not stored and stays unacknowledged".formatted(frame.id(), frame.station()),
                e);
        next.waiting().answer().completeExceptionally(e);
    }

    private void works() {
        StorageOutage over;
        synchronized (lock) {
            over = outage;
            outage = null;
        }
        if (over != null) {
            LOG.log(System.Logger.Level.INFO, "frames can be stored again; they could not since {0}", over.since());
        }
    }

    private void failed(StorageException e) {
        String reason = String.valueOf(e.getMessage());
        boolean begins;
        synchronized (lock) {
            StorageOutage known = outage;
            begins = known == null;
            outage = new StorageOutage(known == null ? clock.instant() : known.since(), reason);
        }
        if (begins && e.passing()) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0}; it is tried again until it can be, and frames behind it wait",
                    reason);
        }
    }

    /** Waits; false when the queue was closed meanwhile: then there is no time to wait for a disk. */
    private boolean pause(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        synchronized (lock) {
            while (open) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return true;
                }
                TimeUnit.NANOSECONDS.timedWait(lock, left);
            }
            return false;
        }
    }

    /** Takes no more frames, finishes those that wait as far as its grace allows, and stops the workers. */
    @Override
    public void close() {
        synchronized (lock) {
            open = false;
            closedAt = System.nanoTime();
            lock.notifyAll();
        }
        try {
            for (Thread worker : workers) {
                worker.join(2 * GRACE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<WaitingLine.Waiting> left = new ArrayList<>();
        synchronized (lock) {
            for (WaitingLine line : turns) {
                for (WaitingLine.Next next = line.next(); next != null; next = line.next()) {
                    left.add(next.waiting());
                }
            }
        }
        left.forEach(waiting ->
                waiting.answer().completeExceptionally(new RejectedExecutionException("the service stopped")));
    }
}
