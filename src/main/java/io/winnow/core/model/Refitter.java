package io.winnow.core.model;

import io.winnow.core.Progress;
import io.winnow.core.detector.PatchCore;
import io.winnow.core.detector.PatchCoreArtifact;
import io.winnow.core.detector.PatchCoreTrainer;
import io.winnow.core.evaluation.ConformalThreshold;
import io.winnow.core.feature.PoolEmbeddings;
import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.FrameStore;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.RegionLocator;
import io.winnow.core.inspection.StationId;
import io.winnow.core.model.Calibrator.Calibrated;
import io.winnow.core.refinement.Refinement;
import io.winnow.core.refinement.Refiner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * Makes a model from a station's polluted pool: refine, fit on what is left, calibrate the thresholds, store. Until the last step
 * nothing that serves is touched, so that a refit that fails or is cancelled leaves no trace. Thread-safe.
 */
public final class Refitter {
    /** Fewest frames that say something about what is normal. */
    public static final int FEWEST_FRAMES = 10;

    /** Pool embeddings beyond this are read from disk at every pass. */
    private static final long POOL_MEMORY_BYTES = 1L << 30;

    /** What a refit works with. */
    public record Tools(
            PoolStore pool,
            EmbeddingStore embeddings,
            FrameStore frames,
            ModelStore models,
            RegionLocator locator,
            Clock clock,
            String library) {}

    /**
     * What one station's refits work with.
     *
     * @param reader makes embeddings where none are stored
     * @param trainer fits the detector that serves
     * @param backbone name of the backbone, for the manifest
     */
    public record Setup(
            StationId station, Recipe recipe, PatchReader reader, PatchCoreTrainer trainer, String backbone) {}

    private record Thresholds(double image, double region) {}

    private final Tools tools;

    public Refitter(Tools tools) {
        this.tools = tools;
    }

    /**
     * Refits and records the new version as champion.
     *
     * @param refiner does what the plan's strategy names
     * @throws PoolTooSmallException when the pool has fewer than {@link #FEWEST_FRAMES} frames
     */
    public FittedModel refit(Setup setup, RefitPlan plan, Refiner refiner, Progress progress) throws IOException {
        List<PoolFrame> frames = tools.pool().list(setup.station());
        requireEnough(setup.station(), frames.size());
        TrainingPool pool = new TrainingPool(
                frames, setup.recipe(), tools.embeddings(), tools.frames(), setup.reader(), POOL_MEMORY_BYTES);
        PhasedProgress steps = new PhasedProgress(progress);
        load(pool, steps.step(0.1));
        Refinement refinement = refiner.refine(pool, plan.refinement(), steps.step(0.45));
        PoolEmbeddings kept = refinement.keptOf(pool);
        Calibrated<PatchCore> calibrated = new Calibrator(tools.locator())
                .fit(kept, refinement.selection(), plan, setup.trainer()::fit, steps.step(0.2), steps.step(0.2));
        try {
            return store(setup, plan, pool, refinement, calibrated, steps.step(0.05));
        } catch (IOException | RuntimeException e) {
            calibrated.detector().close();
            throw e;
        }
    }

    /** @throws PoolTooSmallException when a station's pool is too small for a refit */
    public void requireEnough(StationId station) {
        requireEnough(station, tools.pool().size(station));
    }

    private static void requireEnough(StationId station, int frames) {
        if (frames < FEWEST_FRAMES) {
            throw new PoolTooSmallException("the pool of station %s holds %d frames, a refit needs at least %d"
                    .formatted(station, frames, FEWEST_FRAMES));
        }
    }

    private static void load(TrainingPool pool, Progress progress) {
        for (int image = 0; image < pool.size(); image++) {
            progress.advance("load pool", image, pool.size());
            pool.patches(image);
        }
    }

    private static Thresholds thresholds(Calibration calibration, RefitPlan plan) {
        double calibrated = ConformalThreshold.of(calibration.scoreArray(), plan.falseRejectRate())
                .threshold();
        return new Thresholds(
                plan.fixedThreshold().orElse(calibrated),
                ConformalThreshold.of(calibration.peakArray(), plan.falseRejectRate())
                        .threshold());
    }

    private FittedModel store(
            Setup setup,
            RefitPlan plan,
            TrainingPool pool,
            Refinement refinement,
            Calibrated<PatchCore> calibrated,
            Progress progress)
            throws IOException {
        progress.advance("store model", 0, 1);
        PatchCore detector = calibrated.detector();
        Thresholds thresholds = thresholds(calibrated.calibration(), plan);
        ModelVersion version = tools.models().nextVersion(setup.station());
        Path folder = Files.createDirectories(tools.models().folder(setup.station(), version));
        PatchCoreArtifact.write(detector, folder);
        CalibrationFile.write(calibrated.calibration(), folder);
        ModelManifest manifest = new ModelManifest(
                setup.station(),
                version,
                tools.clock().instant(),
                setup.backbone(),
                setup.recipe().hash().hex(),
                "patchcore k=" + setup.trainer().settings().neighbours(),
                detector.indexDescription(),
                plan.strategy(),
                plan.ratio(),
                plan.seed(),
                pool.size(),
                refinement.dropped().size(),
                thresholds.image(),
                thresholds.region(),
                tools.library());
        tools.models().addChampion(manifest, kept(pool, refinement), ledger(pool, refinement));
        return new FittedModel(manifest, detector);
    }

    private static List<FrameId> kept(TrainingPool pool, Refinement refinement) {
        return refinement.kept().stream()
                .map(image -> pool.frame(image).frame())
                .toList();
    }

    private static List<DroppedFrame> ledger(TrainingPool pool, Refinement refinement) {
        return refinement.dropped().stream()
                .map(entry -> {
                    PoolFrame frame = pool.frame(entry.image());
                    return new DroppedFrame(
                            frame.frame(),
                            frame.image(),
                            entry.score(),
                            entry.rank(),
                            entry.round(),
                            entry.reason().text());
                })
                .toList();
    }
}
