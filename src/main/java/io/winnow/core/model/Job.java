package io.winnow.core.model;

import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A snapshot of long work on a station's model.
 *
 * @param phase what is being done, for people
 * @param percent 0 to 100 over all phases
 * @param remaining estimate from the pace so far; empty while there is no pace yet
 * @param error what went wrong, when it failed
 * @param result the version that it made or replayed, when it succeeded
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

    /** What a job does; its id begins with the word. */
    public enum Kind {
        /** Fits a model. */
        REFIT("refitting"),
        /** Judges stored frames with another version. */
        REPLAY("replaying frames of");

        private final String doing;

        Kind(String doing) {
            this.doing = doing;
        }

        /** As clients have it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        String doing() {
            return doing;
        }
    }

    /** What it does. */
    public Kind kind() {
        return id.startsWith(Kind.REPLAY.word()) ? Kind.REPLAY : Kind.REFIT;
    }

    /** Whether it still runs. */
    public boolean running() {
        return state == State.RUNNING;
    }
}
