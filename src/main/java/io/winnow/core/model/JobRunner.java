package io.winnow.core.model;

import io.winnow.core.Progress;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs refits and replays in the background, one at a time on this machine so that inspection keeps its share, and remembers the last ones.
 * Thread-safe.
 */
public final class JobRunner implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(JobRunner.class.getName());
    private static final int REMEMBERED = 100;

    /** Long work that makes a model version, or tells of one. */
    public interface Work {
        ModelVersion run(Progress progress) throws Exception;
    }

    /** Long work that has to know its own id. */
    public interface NamedWork {
        ModelVersion run(String id, Progress progress) throws Exception;

        /** Whether it goes on elsewhere when this process ends, so that it is left then and not cancelled. */
        boolean outlivesThisProcess();
    }

    /** Another job runs; the message names it. */
    public static final class BusyException extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** @param why nothing can run here */
        public BusyException(String why) {
            super(why);
        }

        BusyException(Job running) {
            super("job %s is %s station %s at %.0f %%; one job runs at a time on a machine"
                    .formatted(running.id(), running.kind().doing(), running.station(), running.percent()));
        }
    }

    /** What work gives way to. */
    @FunctionalInterface
    public interface Gate {
        /** Nothing is more urgent. */
        Gate OPEN = () -> {};

        /** Waits while something more urgent goes on, but not for ever: long work has to come to an end too. */
        void await() throws InterruptedException;
    }

    private final ExecutorService executor;
    private final Gate gate;
    private final Deque<RunningJob> jobs = new ArrayDeque<>();
    private final Clock clock;
    private final Consumer<Job> listener;
    private long lastId;

    /**
     * @param listener hears of every change, at most a few times a second for each job, on the job's thread
     */
    public JobRunner(Clock clock, Consumer<Job> listener) {
        this(clock, listener, Gate.OPEN, () -> {});
    }

    /**
     * @param gate what jobs give way to at each of their steps
     * @param onThread runs first on the jobs' thread, to lower its priority with the operating system
     */
    public JobRunner(Clock clock, Consumer<Job> listener, Gate gate, Runnable onThread) {
        this.executor = Executors.newSingleThreadExecutor(work -> thread(() -> {
            onThread.run();
            work.run();
        }));
        this.gate = gate;
        this.clock = clock;
        this.listener = listener;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "winnow-refit");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    }

    /**
     * Starts a refit of a station that was not planned.
     *
     * @throws BusyException when other work runs
     */
    public Job start(StationId station, Work work) {
        return start(station, Optional.empty(), work);
    }

    /**
     * Starts work on a station.
     *
     * @param memory what it takes
     * @throws BusyException when other work runs
     */
    public Job start(StationId station, Optional<MemoryPlan> memory, Work work) {
        return start(station, Job.Kind.REFIT, memory, work);
    }

    /**
     * Starts work of any kind on a station.
     *
     * @throws BusyException when other work runs
     */
    public Job start(StationId station, Job.Kind kind, Optional<MemoryPlan> memory, Work work) {
        return start(station, kind, memory, new NamedWork() {
            @Override
            public ModelVersion run(String id, Progress progress) throws Exception {
                return work.run(progress);
            }

            @Override
            public boolean outlivesThisProcess() {
                return false;
            }
        });
    }

    /**
     * Starts work that has to know its own id.
     *
     * @throws BusyException when other work runs
     */
    public Job start(StationId station, Job.Kind kind, Optional<MemoryPlan> memory, NamedWork work) {
        RunningJob job;
        synchronized (this) {
            requireIdle();
            job = remember(new RunningJob(newId(kind), station, memory, work.outlivesThisProcess(), clock, listener));
        }
        return begin(job, work);
    }

    /** Goes on with work that an earlier process started, after what runs already; nothing happens where its id is known. */
    public void resume(String id, StationId station, NamedWork work) {
        RunningJob job;
        synchronized (this) {
            if (find(id).isPresent()) {
                return;
            }
            job = remember(new RunningJob(id, station, Optional.empty(), work.outlivesThisProcess(), clock, listener));
        }
        begin(job, work);
    }

    private RunningJob remember(RunningJob job) {
        jobs.addFirst(job);
        if (jobs.size() > REMEMBERED) {
            jobs.removeLast();
        }
        return job;
    }

    private Job begin(RunningJob job, NamedWork work) {
        executor.execute(() -> run(job, work));
        listener.accept(job.snapshot());
        return job.snapshot();
    }

    /** @throws BusyException when work runs */
    public synchronized void requireIdle() {
        RunningJob newest = jobs.peekFirst();
        if (newest != null && newest.snapshot().running()) {
            throw new BusyException(newest.snapshot());
        }
    }

    /** Ids grow with time, so that a restart does not repeat them. */
    private String newId(Job.Kind kind) {
        lastId = Math.max(lastId + 1, clock.millis());
        return kind.word() + "-" + Long.toString(lastId, 36);
    }

    private void run(RunningJob job, NamedWork work) {
        String id = job.snapshot().id();
        try {
            job.succeeded(work.run(id, new CourteousProgress(job, gate)));
        } catch (LeftRunningException e) {
            LOG.log(System.Logger.Level.INFO, "job {0} goes on elsewhere and is found again at the next start", id);
        } catch (CancellationException e) {
            job.cancelled();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.ERROR, () -> "job " + id + " failed", e);
            job.failed(e.getMessage() == null ? e.toString() : e.getMessage());
        } catch (OutOfMemoryError e) {
            LOG.log(System.Logger.Level.ERROR, () -> "job " + id + " ran out of memory", e);
            job.failed("not enough memory: " + e.getMessage());
        }
    }

    /** The job of that id, where it is remembered. */
    public synchronized Optional<Job> find(String id) {
        return jobs.stream()
                .map(RunningJob::snapshot)
                .filter(job -> job.id().equals(id))
                .findFirst();
    }

    /** The newest refit since the start, of whatever station. */
    public synchronized Optional<Job> newest() {
        return jobs.stream()
                .map(RunningJob::snapshot)
                .filter(job -> job.kind() == Job.Kind.REFIT)
                .findFirst();
    }

    /** The newest refit of a station since the start. */
    public synchronized Optional<Job> newest(StationId station) {
        return jobs.stream()
                .map(RunningJob::snapshot)
                .filter(job -> job.kind() == Job.Kind.REFIT && job.station().equals(station))
                .findFirst();
    }

    /** Asks a job to stop; it does at its next progress report. Empty where there is no such job. */
    public synchronized Optional<Job> cancel(String id) {
        @Nullable
        RunningJob found = jobs.stream()
                .filter(job -> job.snapshot().id().equals(id))
                .findFirst()
                .orElse(null);
        if (found == null) {
            return Optional.empty();
        }
        found.cancel();
        return Optional.of(found.snapshot());
    }

    /** Cancels what runs here, leaves what runs elsewhere, and waits a little for both. */
    @Override
    public void close() {
        synchronized (this) {
            jobs.forEach(RunningJob::end);
        }
        executor.shutdown();
        try {
            if (!executor.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "a refit did not stop within 10 s; it is left to end with the process");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
