package io.winnow.core.inspection;

import io.winnow.core.detector.AnomalyMap;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.FrameId;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.ScoredRegion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One frame and what was decided of it. Immutable.
 *
 * @param frameHash name of the stored bytes
 * @param imageSize of the image as sent; empty where it could not be decoded
 * @param model version that decided; empty where none did
 * @param regions anomalous regions, highest score first
 * @param map patch scores; empty where the frame was not scored
 * @param selection whether it is to be reviewed, and with what chance; empty where it was not scored
 */
public record Inspection(
        InspectionId id,
        StationId station,
        FrameId frame,
        Optional<String> partId,
        Optional<String> trigger,
        ContentHash frameHash,
        Optional<ImageSize> imageSize,
        Instant capturedAt,
        Instant decidedAt,
        Optional<ModelVersion> model,
        Verdict verdict,
        List<ScoredRegion> regions,
        Optional<AnomalyMap> map,
        Timings timings,
        Optional<ReviewSelection> selection) {
    public Inspection {
        regions = List.copyOf(regions);
    }

    /** One without a word on review, as inspections before audits were. */
    public Inspection(
            InspectionId id,
            StationId station,
            FrameId frame,
            Optional<String> partId,
            Optional<String> trigger,
            ContentHash frameHash,
            Optional<ImageSize> imageSize,
            Instant capturedAt,
            Instant decidedAt,
            Optional<ModelVersion> model,
            Verdict verdict,
            List<ScoredRegion> regions,
            Optional<AnomalyMap> map,
            Timings timings) {
        this(
                id,
                station,
                frame,
                partId,
                trigger,
                frameHash,
                imageSize,
                capturedAt,
                decidedAt,
                model,
                verdict,
                regions,
                map,
                timings,
                Optional.empty());
    }
}
