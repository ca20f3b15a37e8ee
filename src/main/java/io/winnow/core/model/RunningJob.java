package io.winnow.core.model;

import io.winnow.core.Progress;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/** A job as it runs: takes progress in, gives snapshots out. Thread-safe. */
final class RunningJob implements Progress {
    private static final Duration QUIET = Duration.ofMillis(250);
    private static final double PACE_KNOWN_FROM_PERCENT = 3;

    private final Clock clock;
    private final Consumer<Job> listener;
    private Job snapshot;
    private final long startedNanos = System.nanoTime();
    private long toldNanos = startedNanos - QUIET.toNanos();
    private final boolean outlives;
    private boolean cancelWanted;
    private boolean leaveWanted;

    /** @param outlives whether it goes on elsewhere when this process ends */
    RunningJob(
            String id,
            StationId station,
            Optional<MemoryPlan> memory,
            boolean outlives,
            Clock clock,
            Consumer<Job> listener) {
        this.outlives = outlives;
        this.clock = clock;
        this.listener = listener;
        this.snapshot = new Job(
                id,
                station,
                Job.State.RUNNING,
                "starting",
                0,
                Optional.empty(),
                clock.instant(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                memory);
    }

    synchronized Job snapshot() {
        return snapshot;
    }

    synchronized void cancel() {
        cancelWanted = true;
    }

    /** This process ends. */
    synchronized void end() {
        if (outlives) {
            leaveWanted = true;
        } else {
            cancelWanted = true;
        }
    }

    /** Here {@code done} of {@code total} is over all phases: whoever runs the phases has weighed them. */
    @Override
    public void advance(String phase, long done, long total) {
        Job told;
        synchronized (this) {
            if (cancelWanted) {
                throw new CancellationException("cancelled while: " + phase);
            }
            if (leaveWanted) {
                throw new LeftRunningException(snapshot.id());
            }
            long now = System.nanoTime();
            double percent = Math.max(snapshot.percent(), total == 0 ? 100 : 100.0 * done / total);
            snapshot = with(Job.State.RUNNING, phase, percent, remaining(percent, now));
            if (now - toldNanos < QUIET.toNanos()) {
                return;
            }
            toldNanos = now;
            told = snapshot;
        }
        listener.accept(told);
    }

    private Optional<Duration> remaining(double percent, long now) {
        if (percent < PACE_KNOWN_FROM_PERCENT) {
            return Optional.empty();
        }
        long elapsed = now - startedNanos;
        return Optional.of(Duration.ofNanos((long) (elapsed * (100 - percent) / percent)));
    }

    void succeeded(ModelVersion version) {
        finish(Job.State.SUCCEEDED, "done", 100, Optional.empty(), Optional.of(version));
    }

    void cancelled() {
        Job now = snapshot();
        finish(Job.State.CANCELLED, now.phase(), now.percent(), Optional.empty(), Optional.empty());
    }

    void failed(String error) {
        Job now = snapshot();
        finish(Job.State.FAILED, now.phase(), now.percent(), Optional.of(error), Optional.empty());
    }

    private void finish(
            Job.State state, String phase, double percent, Optional<String> error, Optional<ModelVersion> result) {
        Job told;
        synchronized (this) {
            snapshot = new Job(
                    snapshot.id(),
                    snapshot.station(),
                    state,
                    phase,
                    percent,
                    Optional.empty(),
                    snapshot.startedAt(),
                    Optional.of(clock.instant()),
                    error,
                    result,
                    snapshot.memory());
            told = snapshot;
        }
        listener.accept(told);
    }

    private Job with(Job.State state, String phase, double percent, Optional<Duration> remaining) {
        return new Job(
                snapshot.id(),
                snapshot.station(),
                state,
                phase,
                percent,
                remaining,
                snapshot.startedAt(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                snapshot.memory());
    }
}
