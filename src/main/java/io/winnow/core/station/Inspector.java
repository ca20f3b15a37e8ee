package io.winnow.core.station;

import io.winnow.core.detector.Detection;
import io.winnow.core.image.ScoredRegion;
import io.winnow.core.image.UndecodableImageException;
import io.winnow.core.inspection.CapturedFrame;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.RegionLocator;
import io.winnow.core.inspection.Stage;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.inspection.Verdict.Cause;
import io.winnow.core.model.ModelManifest;
import io.winnow.core.watch.QualityGate;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Judges one frame: reads it, scores it with the model that serves at that moment, and finds where it is anomalous. Stores
 * nothing. A frame that cannot be judged becomes an undecided inspection, never an exception. Thread-safe.
 */
final class Inspector {
    private static final System.Logger LOG = System.getLogger(Inspector.class.getName());

    /** Where nothing smoothed exceeds the region threshold, a frame that is not passed shows what comes this close to its peak. */
    private static final double NEAR_PEAK = 0.8;

    /** A judged frame; {@code reading} is empty where the frame could not be read. */
    record Judged(Inspection inspection, Optional<FrameReader.Reading> reading) {}

    /** What was found out about a frame. */
    record Outcome(
            Verdict verdict,
            Optional<ModelVersion> model,
            List<ScoredRegion> regions,
            Optional<Detection> detection,
            Optional<FrameReader.Reading> reading) {
        static Outcome undecided(Cause cause, String reason, Optional<FrameReader.Reading> reading) {
            return new Outcome(
                    new Verdict.Undecided(cause, reason), Optional.empty(), List.of(), Optional.empty(), reading);
        }
    }

    private final FrameReader reader;
    private final ModelSlot slot;
    private final Decisions decisions;
    private final RegionLocator locator;
    private final QualityGate gate;
    private final Supplier<InspectionId> ids;
    private final Clock clock;

    Inspector(
            FrameReader reader,
            ModelSlot slot,
            Decisions decisions,
            RegionLocator locator,
            QualityGate gate,
            Supplier<InspectionId> ids,
            Clock clock) {
        this.reader = reader;
        this.slot = slot;
        this.gate = gate;
        this.decisions = decisions;
        this.locator = locator;
        this.ids = ids;
        this.clock = clock;
    }

    /** An inspection of a frame that nobody looks at, because newer ones wait. */
    Inspection skip(CapturedFrame frame, StageClock stages) {
        Outcome skipped = Outcome.undecided(
                Cause.OVERLOAD,
                "frames come faster than they can be judged, and newer ones waited: not looked at",
                Optional.empty());
        return inspection(frame, stages, skipped).inspection();
    }

    /** The inspection that an outcome makes, with an id that comes after those of all inspections before. */
    Judged inspection(CapturedFrame frame, StageClock stages, Outcome outcome) {
        Inspection inspection = new Inspection(
                ids.get(),
                frame.station(),
                frame.id(),
                frame.partId(),
                frame.trigger(),
                frame.image().hash(),
                outcome.reading().map(FrameReader.Reading::size),
                frame.capturedAt(),
                clock.instant(),
                outcome.model(),
                outcome.verdict(),
                outcome.regions(),
                outcome.detection().map(Detection::map),
                stages.timings(),
                decisions.audit().select(frame, outcome.verdict()));
        return new Judged(inspection, outcome.reading());
    }

    /** Reads and scores a frame; waits for its turn to be scored. */
    Outcome judge(CapturedFrame frame, StageClock stages, Turn turn) {
        try {
            FrameReader.Prepared prepared = reader.prepare(frame.image(), stages);
            try (Turn.Scoring scoring = turn.scoring()) {
                stages.lap(Stage.WAIT);
                return judge(prepared, stages);
            }
        } catch (UndecodableImageException e) {
            return Outcome.undecided(cause(e.category()), String.valueOf(e.getMessage()), Optional.empty());
        } catch (RuntimeException e) {
            // One frame never stops a line: whatever scoring throws becomes an undecided verdict that names it.
            LOG.log(
                    System.Logger.Level.ERROR,
                    () -> "frame %s of %s could not be scored".formatted(frame.id(), frame.station()),
                    e);
            return Outcome.undecided(Cause.SCORING_FAILED, "scoring failed: " + e, Optional.empty());
        }
    }

    /** The version that is leased here does all of it, from its backbone to the verdict. */
    private Outcome judge(FrameReader.Prepared prepared, StageClock stages) {
        Optional<ModelSlot.Lease> lease = slot.lease();
        if (lease.isEmpty()) {
            return withoutModel(reader.embed(prepared, Optional.empty(), stages));
        }
        try (ModelSlot.Lease held = lease.get()) {
            FrameReader.Reading reading = reader.embed(prepared, held.model().backbone(), stages);
            Optional<Verdict.Undecided> unfit = gate.breach(held.model().manifest(), reading.quality());
            if (unfit.isPresent()) {
                return Outcome.undecided(unfit.get().cause(), unfit.get().reason(), Optional.of(reading));
            }
            return judge(held.model(), reading, stages);
        }
    }

    private Outcome withoutModel(FrameReader.Reading reading) {
        return slot.refusal()
                .map(reason -> Outcome.undecided(Cause.MODEL_UNUSABLE, reason, Optional.of(reading)))
                .orElseGet(() -> Outcome.undecided(
                        Cause.COLLECTING, "the station is collecting and has no model yet", Optional.of(reading)));
    }

    private Outcome judge(ServingModel model, FrameReader.Reading reading, StageClock stages) {
        ModelManifest manifest = model.manifest();
        Detection detection = model.detector().detect(reading.patches());
        stages.lap(Stage.SEARCH);
        Verdict verdict = decisions.thresholds().of(manifest).decide(detection.score());
        List<ScoredRegion> regions =
                verdict instanceof Verdict.Pass ? List.of() : regions(detection, manifest.regionThreshold());
        stages.lap(Stage.LOCALISE);
        return new Outcome(
                verdict, Optional.of(manifest.version()), regions, Optional.of(detection), Optional.of(reading));
    }

    private List<ScoredRegion> regions(Detection detection, double threshold) {
        var looked = reader.preprocessing().region();
        List<ScoredRegion> regions = locator.locate(detection.map(), threshold, looked);
        return regions.isEmpty()
                ? locator.locate(detection.map(), NEAR_PEAK * locator.peak(detection.map()), looked)
                : regions;
    }

    private static Cause cause(UndecodableImageException.Cause category) {
        return Cause.valueOf("IMAGE_" + category.name().toUpperCase(Locale.ROOT));
    }
}
