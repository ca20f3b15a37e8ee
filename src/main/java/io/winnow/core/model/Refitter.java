package io.winnow.core.model;

import io.winnow.core.Progress;
import io.winnow.core.detector.PatchCore;
import io.winnow.core.detector.PatchCoreArtifact;
import io.winnow.core.detector.PatchCoreTrainer;
import io.winnow.core.evaluation.ConformalThreshold;
import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.feature.PoolEmbeddings;
import io.winnow.core.image.ContentHash;
import io.winnow.core.inspection.FrameStore;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.RegionLocator;
import io.winnow.core.inspection.StationId;
import io.winnow.core.model.Calibrator.Calibrated;
import io.winnow.core.refinement.Refinement;
import io.winnow.core.refinement.Refiner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Makes a model from a station's polluted pool: refine, fit on what is left, calibrate the thresholds, write the artefact. Nothing
 * that serves is touched, so that a refit that fails or is cancelled leaves no trace. Thread-safe.
 */
public final class Refitter {
    /** Fewest frames that say something about what is normal. */
    public static final int FEWEST_FRAMES = 10;

    /** Pool embeddings beyond this are read from disk at every pass. */
    private static final long POOL_MEMORY_BYTES =
            Math.min(1L << 30, Runtime.getRuntime().maxMemory() / 3);
    /** Share that is planned to stay where the strategy says itself how much it drops. */
    private static final double ALL = 1;

    /**
     * What a refit works with.
     *
     * @param memoryLimit most bytes that a refit may take at its peak
     */
    public record Tools(
            PoolStore pool,
            EmbeddingStore embeddings,
            FrameStore frames,
            ModelStore models,
            Artefacts artefacts,
            RegionLocator locator,
            Clock clock,
            String library,
            Artefact.Environment environment,
            long memoryLimit,
            StruckPatches struck) {}

    /**
     * What one station's refits work with.
     *
     * @param reader makes embeddings where none are stored
     * @param trainer fits the detector that serves
     * @param backbone name of the backbone, for the manifest
     * @param backboneHash SHA-256 of the backbone's file
     */
    public record Setup(
            StationId station,
            Recipe recipe,
            PatchReader reader,
            PatchCoreTrainer trainer,
            String backbone,
            ContentHash backboneHash) {}

    private record Thresholds(double image, double region) {}

    private final Tools tools;

    public Refitter(Tools tools) {
        this.tools = tools;
    }

    /**
     * Refits. What is returned lies in its draft folder, was read back and scores as the fitted detector did; nothing is
     * recorded of it yet, so that whoever admits it decides what becomes of it.
     *
     * @param refiner does what the plan's strategy names
     * @throws PoolTooSmallException when the pool has fewer than {@link #FEWEST_FRAMES} frames
     */
    public NewModel refit(Setup setup, RefitPlan plan, Refiner refiner, Progress progress) throws IOException {
        List<PoolFrame> frames = tools.pool().list(setup.station());
        requireEnough(setup.station(), frames.size());
        TrainingPool pool = new TrainingPool(
                frames, setup.recipe(), tools.embeddings(), tools.frames(), setup.reader(), POOL_MEMORY_BYTES);
        PhasedProgress steps = new PhasedProgress(progress);
        load(pool, steps.step(0.1));
        Refinement refinement = refiner.refine(pool, plan.refinement(), steps.step(0.45));
        PoolEmbeddings kept = refinement.keptOf(pool);
        StruckSelection.Obeyed obeyed = withoutStruck(setup, pool, refinement);
        Calibrated<PatchCore> calibrated = new Calibrator(tools.locator())
                .fit(
                        kept,
                        obeyed.selection(),
                        obeyed.images(),
                        plan,
                        setup.trainer()::fit,
                        steps.step(0.2),
                        steps.step(0.2));
        try (PatchCore detector = calibrated.detector()) {
            return store(setup, plan, pool, refinement, detector, calibrated.calibration(), steps.step(0.05))
                    .without(obeyed.struck())
                    .bankFirst(calibrated.heldOut());
        }
    }

    /** @throws PoolTooSmallException when a station's pool is too small for a refit */
    public void requireEnough(StationId station) {
        requireEnough(station, tools.pool().size(station));
    }

    /**
     * What a refit will take.
     *
     * @throws PoolTooSmallException when the pool is too small for one
     */
    public MemoryPlan plan(Setup setup, RefitPlan plan) {
        List<PoolFrame> frames = tools.pool().list(setup.station());
        requireEnough(setup.station(), frames.size());
        PatchEmbeddings first = new TrainingPool(
                        frames.subList(0, 1), setup.recipe(), tools.embeddings(), tools.frames(), setup.reader(), 0)
                .patches(0);
        return MemoryPlan.of(
                new MemoryPlan.Shape(frames.size(), first.patches(), first.dimension()),
                plan.strategy().equals(RefitPlan.AUTO) ? ALL : 1 - plan.ratio(),
                setup.trainer().settings().coresetShare(),
                POOL_MEMORY_BYTES,
                tools.models()
                        .champion(setup.station())
                        .map(champion -> champion.manifest().poolFrames()
                                - champion.manifest().droppedFrames())
                        .orElse(0),
                tools.memoryLimit());
    }

    private static void requireEnough(StationId station, int frames) {
        if (frames < FEWEST_FRAMES) {
            throw new PoolTooSmallException("the pool of station %s holds %d frames, a refit needs at least %d"
                    .formatted(station, frames, FEWEST_FRAMES));
        }
    }

    private StruckSelection.Obeyed withoutStruck(Setup setup, TrainingPool pool, Refinement refinement) {
        return StruckSelection.of(
                refinement.selection(),
                refinement.kept().stream().map(pool::frame).toList(),
                tools.struck().standing(setup.station(), setup.recipe()),
                pool.patches(0).gridWidth());
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

    private NewModel store(
            Setup setup,
            RefitPlan plan,
            TrainingPool pool,
            Refinement refinement,
            PatchCore detector,
            Calibration calibration,
            Progress progress)
            throws IOException {
        progress.advance("store model", 0, 1);
        Thresholds thresholds = thresholds(calibration, plan);
        ModelVersion version = tools.models().nextVersion(setup.station());
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
        List<DroppedFrame> ledger = ledger(pool, refinement);
        try {
            Path folder = tools.models().draft(setup.station(), version);
            PatchCoreArtifact.write(detector, folder);
            PatchLedger.write(refinement.droppedPatches(), pool, folder);
            CalibrationFile.write(calibration, folder);
            List<PoolFrame> kept = refinement.kept().stream().map(pool::frame).toList();
            Artefact described = new Artefact(
                    Artefact.FORMAT,
                    manifest,
                    setup.backboneHash(),
                    Digests.pool(kept),
                    Digests.ledger(ledger),
                    Map.of(),
                    described(plan, calibration),
                    golden(setup, detector, thresholds, folder, kept, dropped(pool, refinement)),
                    tools.environment());
            ContentHash seal = tools.artefacts().seal(described, setup.reader(), folder);
            return new NewModel(
                    manifest, kept.stream().map(PoolFrame::frame).toList(), ledger, refinement.pollution(), seal);
        } catch (IOException | RuntimeException e) {
            tools.models().deleteDraft(setup.station(), version);
            throw e;
        }
    }

    private Artefact.Golden golden(
            Setup setup,
            PatchCore detector,
            Thresholds thresholds,
            Path folder,
            List<PoolFrame> kept,
            List<PoolFrame> dropped)
            throws IOException {
        return new GoldenFrames(detector, setup.reader(), tools.frames(), thresholds.image(), folder)
                .choose(kept, dropped);
    }

    private static Artefact.Calibration described(RefitPlan plan, Calibration calibration) {
        String method = calibration.method() == Calibration.Method.SPLIT
                ? "conformal quantile of held-out frames"
                : "conformal quantile, leaving own patches out";
        return plan.fixedThreshold().isPresent()
                ? new Artefact.Calibration("fixed", plan.falseRejectRate(), 0)
                : new Artefact.Calibration(
                        method, plan.falseRejectRate(), calibration.scores().size());
    }

    private static List<PoolFrame> dropped(TrainingPool pool, Refinement refinement) {
        return refinement.dropped().stream()
                .map(entry -> pool.frame(entry.image()))
                .toList();
    }

    private static List<DroppedFrame> ledger(TrainingPool pool, Refinement refinement) {
        Map<Integer, Integer> groups = new HashMap<>();
        for (int i = 0; i < refinement.groups().size(); i++) {
            int number = i + 1;
            refinement.groups().get(i).images().forEach(image -> groups.put(image, number));
        }
        return refinement.dropped().stream()
                .map(entry -> {
                    PoolFrame frame = pool.frame(entry.image());
                    return new DroppedFrame(
                            frame.frame(),
                            frame.image(),
                            entry.score(),
                            entry.rank(),
                            entry.round(),
                            entry.reason().text(),
                            groups.containsKey(entry.image())
                                    ? OptionalInt.of(groups.get(entry.image()))
                                    : OptionalInt.empty());
                })
                .toList();
    }
}
