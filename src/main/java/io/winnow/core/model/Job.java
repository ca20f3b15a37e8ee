package io.winnow.core.model;

import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A snapshot of long work on a station's model.
 *
 * @param phase what is being done, for people
 * @param percent 0 to 100 over all phases
 * @param remaining estimate from the pace so far; empty while there is no pace yet
 * @param error what went wrong, when it failed
 * @param result the version that it made, when it succeeded
 * @param memory what it takes, where that was planned
 */
public record Job(
        String id,
        StationId station,
        State state,
        String phase,
        double percent,
        Optional<Duration> remaining,
        Instant startedAt,
        Optional<Instant> finishedAt,
        Optional<String> error,
        Optional<ModelVersion> result,
        Optional<MemoryPlan> memory) {
    /** Where a job stands. */
    public enum State {
        RUNNING,
        SUCCEEDED,
        FAILED,
        CANCELLED
    }

    /** Whether it still runs. */
    public boolean running() {
        return state == State.RUNNING;
    }
}
