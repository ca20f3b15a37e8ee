package io.winnow.core.inspection;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** How long each stage took for one frame. A stage that did not happen is absent. */
public record Timings(Map<Stage, Duration> stages) {
    /** Nothing measured. */
    public static final Timings NONE = new Timings(Map.of());

    public Timings {
        EnumMap<Stage, Duration> copy = new EnumMap<>(Stage.class);
        copy.putAll(stages);
        stages = Collections.unmodifiableMap(copy);
    }

    /** Sum of all stages. */
    public Duration total() {
        return stages.values().stream().reduce(Duration.ZERO, Duration::plus);
    }
}
