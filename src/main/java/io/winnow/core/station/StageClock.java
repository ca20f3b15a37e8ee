package io.winnow.core.station;

import io.winnow.core.inspection.Stage;
import io.winnow.core.inspection.Timings;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** Measures one frame's way through the stages. Used by one thread. */
final class StageClock {
    private final Map<Stage, Duration> stages = new EnumMap<>(Stage.class);
    private long since = System.nanoTime();

    /** Ends a stage: it took the time since the last one ended. */
    void lap(Stage stage) {
        long now = System.nanoTime();
        stages.merge(stage, Duration.ofNanos(now - since), Duration::plus);
        since = now;
    }

    /** Adds a stage that was measured elsewhere. */
    void record(Stage stage, Duration duration) {
        stages.merge(stage, duration, Duration::plus);
    }

    Timings timings() {
        return new Timings(stages);
    }
}
