package io.winnow.core.model;

import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a job is that runs in a process of its own, as that process tells it.
 *
 * @param percent 0 to 100 over all phases
 * @param version that it recorded; empty until it has
 */
public record JobReport(
        String job, StationId station, String phase, double percent, Optional<ModelVersion> version, Instant at) {
    public JobReport {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("job %s: percent = %s, must be 0 to 100".formatted(job, percent));
        }
    }
}
