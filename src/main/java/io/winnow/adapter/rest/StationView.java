package io.winnow.adapter.rest;

import io.winnow.core.inspection.VerdictCounts;
import io.winnow.core.station.Station;
import io.winnow.core.threshold.ThresholdSetting;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A station as clients see it.
 *
 * @param phase collecting, inspecting, or blocked where its model was refused and none stands in
 * @param warning what is wrong with its model, if anything
 */
public record StationView(
        String id,
        String line,
        String camera,
        String phase,
        PoolView pool,
        @Nullable ModelView model,
        @Nullable Double threshold,
        @Nullable Double reviewThreshold,
        double auditShare,
        CountsView counts,
        double framesPerSecond,
        @Nullable Instant lastFrameAt,
        @Nullable JobView job,
        @Nullable CandidateView candidate,
        @Nullable String warning,
        String drift) {
    /** The version that is being examined. */
    public record CandidateView(String version, String state, String reason) {}

    /** How full the pool is. */
    public record PoolView(int frames, int target) {}

    /** What became of the frames. */
    public record CountsView(long inspected, long pass, long reject, long undecided, long dropped) {}

    static StationView of(
            Station station,
            Optional<ModelView> model,
            Optional<JobView> job,
            Optional<CandidateView> candidate,
            Optional<String> degraded) {
        VerdictCounts counts = station.counts();
        Optional<ThresholdSetting> thresholds = station.thresholds();
        return new StationView(
                station.id().value(),
                station.settings().line(),
                station.settings().camera(),
                phase(station, model.isPresent()),
                new PoolView(station.poolFrames(), station.settings().collectFrames()),
                model.orElse(null),
                thresholds.map(ThresholdSetting::threshold).orElse(null),
                thresholds
                        .map(ThresholdSetting::reviewThreshold)
                        .map(line -> line.isPresent() ? line.getAsDouble() : null)
                        .orElse(null),
                station.auditShare(),
                new CountsView(
                        counts.inspected(),
                        counts.pass(),
                        counts.reject(),
                        counts.undecided(),
                        station.droppedFrames()),
                station.framesPerSecond(),
                station.lastFrameAt().orElse(null),
                job.orElse(null),
                candidate.orElse(null),
                station.refusal().or(() -> degraded).orElse(null),
                station.drift().state());
    }

    private static String phase(Station station, boolean model) {
        return model ? "inspecting" : station.refusal().isPresent() ? "blocked" : "collecting";
    }
}
