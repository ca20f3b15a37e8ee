package io.winnow.testing;

import io.winnow.core.detector.AnomalyMap;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.FrameId;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.image.ScoredRegion;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.ReviewSelection;
import io.winnow.core.inspection.ReviewSelection.Reason;
import io.winnow.core.inspection.Stage;
import io.winnow.core.inspection.StationId;
import io.winnow.core.inspection.Timings;
import io.winnow.core.inspection.Verdict;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Inspections made up for tests. */
public final class Inspections {
    public static final StationId STATION = new StationId("press-1");
    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private Inspections() {}

    /** An inspection with a score, chosen for review as every frame: rejected above 1; {@code number} orders it and names its frame. */
    public static Inspection scored(int number, double score, AnomalyMap map) {
        Reason reason = score > 1 ? Reason.REJECT : Reason.AUDIT;
        return scored(number, score, map, new ReviewSelection(reason, 1));
    }

    /** The same with a word on review. */
    public static Inspection scored(int number, double score, AnomalyMap map, ReviewSelection selection) {
        Verdict verdict = score > 1 ? new Verdict.Reject(score, 1) : new Verdict.Pass(score, 1);
        List<ScoredRegion> regions =
                score > 1 ? List.of(new ScoredRegion(new RegionOfInterest(0.25, 0.25, 0.5, 0.75), score)) : List.of();
        return inspection(
                number, verdict, Optional.of(new ModelVersion(3)), regions, Optional.of(map), Optional.of(selection));
    }

    /** The same without a map, where only scores matter. */
    public static Inspection scored(int number, double score, ReviewSelection selection) {
        Verdict verdict = score > 1 ? new Verdict.Reject(score, 1) : new Verdict.Pass(score, 1);
        return inspection(
                number, verdict, Optional.of(new ModelVersion(3)), List.of(), Optional.empty(), Optional.of(selection));
    }

    /** An inspection in the grey band above 0.8 and up to 1. */
    public static Inspection grey(int number, double score, AnomalyMap map) {
        return inspection(
                number,
                Verdict.Undecided.between(score, 0.8, 1),
                Optional.of(new ModelVersion(3)),
                List.of(),
                Optional.of(map),
                Optional.of(new ReviewSelection(Reason.GREY_BAND, 1)));
    }

    /** An inspection without a verdict. */
    public static Inspection undecided(int number, Verdict.Cause cause) {
        return inspection(
                number,
                new Verdict.Undecided(cause, "because of " + cause),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same inspection, decided at another time. */
    public static Inspection decidedAt(Inspection inspection, Instant time) {
        return new Inspection(
                inspection.id(),
                inspection.station(),
                inspection.frame(),
                inspection.partId(),
                inspection.trigger(),
                inspection.frameHash(),
                inspection.imageSize(),
                inspection.capturedAt(),
                time,
                inspection.model(),
                inspection.verdict(),
                inspection.regions(),
                inspection.map(),
                inspection.timings(),
                inspection.selection());
    }

    private static Inspection inspection(
            int number,
            Verdict verdict,
            Optional<ModelVersion> model,
            List<ScoredRegion> regions,
            Optional<AnomalyMap> map,
            Optional<ReviewSelection> selection) {
        return new Inspection(
                new InspectionId("%08d".formatted(number)),
                STATION,
                new FrameId("frame-" + number),
                Optional.of("part-" + number),
                Optional.empty(),
                hash("image " + number),
                Optional.of(new ImageSize(480, 640)),
                NOON.plusSeconds(number),
                NOON.plusSeconds(number).plusMillis(50),
                model,
                verdict,
                regions,
                map,
                new Timings(Map.of(Stage.DECODE, Duration.ofMillis(3), Stage.BACKBONE, Duration.ofMillis(20))),
                selection);
    }

    /** The hash of a text. */
    public static ContentHash hash(String text) {
        return ContentHash.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A map that is low everywhere but in one patch. */
    public static AnomalyMap mapWithPeak(int height, int width, int y, int x, float peak) {
        float[] scores = new float[height * width];
        Arrays.fill(scores, 0.1f);
        scores[y * width + x] = peak;
        return new AnomalyMap(height, width, scores);
    }
}
