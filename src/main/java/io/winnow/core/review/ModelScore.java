package io.winnow.core.review;

import io.winnow.core.detector.AnomalyMap;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.inspection.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a model version says of a frame that another version decided, or decided before it.
 *
 * @param shadow whether it was scored in live traffic, rather than for its label
 * @param threshold that the version had then
 */
public record ModelScore(
        StationId station,
        ModelVersion version,
        InspectionId inspection,
        boolean shadow,
        double score,
        double threshold,
        AnomalyMap map,
        Instant scoredAt) {
    /** The verdict at a threshold. */
    public static Verdict verdict(double score, double threshold) {
        return score > threshold ? new Verdict.Reject(score, threshold) : new Verdict.Pass(score, threshold);
    }

    /** The inspection as it would be, had this version decided. */
    public Inspection applyTo(Inspection decided) {
        return new Inspection(
                decided.id(),
                decided.station(),
                decided.frame(),
                decided.partId(),
                decided.trigger(),
                decided.frameHash(),
                decided.imageSize(),
                decided.capturedAt(),
                decided.decidedAt(),
                Optional.of(version),
                verdict(score, threshold),
                List.of(),
                Optional.of(map),
                decided.timings());
    }
}
