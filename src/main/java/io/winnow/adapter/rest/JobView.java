package io.winnow.adapter.rest;

import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.model.Job;
import io.winnow.core.model.MemoryPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Long work as clients see it. */
public record JobView(
        String id,
        String stationId,
        String kind,
        String state,
        String phase,
        double percent,
        @Nullable Long remainingSeconds,
        Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String error,
        @Nullable String modelVersion,
        @Nullable MemoryPlan memory) {
    static JobView of(Job job) {
        return new JobView(
                job.id(),
                job.station().value(),
                job.kind().word(),
                job.state().name().toLowerCase(Locale.ROOT),
                job.phase(),
                job.percent(),
                job.remaining().map(Duration::toSeconds).orElse(null),
                job.startedAt(),
                job.finishedAt().orElse(null),
                job.error().orElse(null),
                job.result().map(ModelVersion::toString).orElse(null),
                job.memory().orElse(null));
    }
}
