package io.winnow.core.model;

import io.winnow.core.Progress;
import io.winnow.core.detector.PatchCore;
import io.winnow.core.detector.PatchCoreArtifact;
import io.winnow.core.detector.PatchCoreTrainer;
import io.winnow.core.evaluation.ConformalThreshold;
import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.feature.PoolEmbeddings;
import io.winnow.core.feature.UnusableBackboneException;
import io.winnow.core.image.ContentHash;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
     * @param precision that the model's backbone is to calculate in
     * @param backbones quantises the backbone where that is wanted
     */
    public record Setup(
            StationId station,
            Recipe recipe,
            PatchReader reader,
            PatchCoreTrainer trainer,
            String backbone,
            ContentHash backboneHash,
            Precision precision,
            OwnBackbones backbones) {}

    /** What all models of one refit have in common. */
    private record Refined(
            Setup setup, RefitPlan plan, TrainingPool pool, Refinement refinement, StruckSelection.Obeyed obeyed) {
        List<PoolFrame> kept() {
            return refinement.kept().stream().map(pool::frame).toList();
        }
    }

    /**
     * What a model is fitted on.
     *
     * @param file of the backbone that goes into the artefact, where it is not the station's
     */
    private record Basis(
            PoolEmbeddings kept, PatchReader reader, Optional<Path> file, Optional<BackboneReport> report) {}

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
        Refinement refinement = refiner.refine(pool, plan.refinement(), steps.step(0.4));
        Refined refined = new Refined(setup, plan, pool, refinement, withoutStruck(setup, pool, refinement));
        return setup.precision() == Precision.INT8
                ? inIntegers(refined, steps)
                : inFloat32(refined, Optional.empty(), steps);
    }

    private NewModel inFloat32(Refined refined, Optional<BackboneReport> report, PhasedProgress steps)
            throws IOException {
        Basis basis = new Basis(
                refined.refinement().keptOf(refined.pool()), refined.setup().reader(), Optional.empty(), report);
        Calibrated<PatchCore> calibrated = fit(refined, basis, steps.step(0.2), steps.step(0.2));
        try (PatchCore detector = calibrated.detector()) {
            return store(refined, basis, detector, calibrated, steps.step(0.1));
        }
    }

    /**
     * Fits in float32 first, for comparison: where that model and the one in integers judge a golden frame differently, or the
     * backbone is no good in integers, the version is made in float32 after all. No two memory banks are held at once.
     */
    private NewModel inIntegers(Refined refined, PhasedProgress steps) throws IOException {
        Basis float32 = new Basis(
                refined.refinement().keptOf(refined.pool()),
                refined.setup().reader(),
                Optional.empty(),
                Optional.empty());
        double threshold;
        List<GoldenFrames.Judged> golden;
        Calibrated<PatchCore> reference = fit(refined, float32, steps.step(0.1), steps.step(0.05));
        try (PatchCore detector = reference.detector()) {
            threshold = thresholds(reference.calibration(), refined.plan()).image();
            golden = golden(refined, float32, detector, threshold);
        }
        refined.pool().release();
        BackboneReport report;
        try (QuantisedPool quantised = QuantisedPool.of(
                refined.setup().backbones(), refined.kept(), tools.frames(), tools.embeddings(), steps.step(0.1))) {
            PoolEmbeddings kept = quantised.embed(POOL_MEMORY_BYTES, steps.step(0.1));
            Basis basis = new Basis(kept, quantised.reader(), Optional.of(quantised.file()), Optional.empty());
            Calibrated<PatchCore> calibrated = fit(refined, basis, steps.step(0.05), steps.step(0.05));
            try (PatchCore detector = calibrated.detector()) {
                BackboneReport.Comparison comparison = GoldenFrames.compare(
                        golden,
                        threshold,
                        detector,
                        basis.reader(),
                        thresholds(calibrated.calibration(), refined.plan()).image());
                report = new BackboneReport(
                        Optional.of(quantised.quantisation()), Optional.of(comparison), refusal(comparison));
                if (report.refusal().isEmpty()) {
                    Basis reported = new Basis(kept, basis.reader(), basis.file(), Optional.of(report));
                    return store(refined, reported, detector, calibrated, steps.step(0.05));
                }
            }
        } catch (UnusableBackboneException e) {
            report =
                    new BackboneReport(Optional.empty(), Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
        }
        return inFloat32(refined, Optional.of(report), new PhasedProgress(Progress.NONE));
    }

    private static Optional<String> refusal(BackboneReport.Comparison comparison) {
        return comparison.flips() == 0
                ? Optional.empty()
                : Optional.of("in 8-bit integers the verdicts of %d of %d golden frames differ from float32"
                        .formatted(comparison.flips(), comparison.frames()));
    }

    private Calibrated<PatchCore> fit(Refined refined, Basis basis, Progress fitting, Progress calibrating) {
        return new Calibrator(tools.locator())
                .fit(
                        basis.kept(),
                        refined.obeyed().selection(),
                        refined.obeyed().images(),
                        refined.plan(),
                        refined.setup().trainer()::fit,
                        fitting,
                        calibrating);
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
            Refined refined, Basis basis, PatchCore detector, Calibrated<PatchCore> calibrated, Progress progress)
            throws IOException {
        progress.advance("store model", 0, 1);
        Setup setup = refined.setup();
        Thresholds thresholds = thresholds(calibrated.calibration(), refined.plan());
        ModelVersion version = tools.models().nextVersion(setup.station());
        ModelManifest manifest = manifest(refined, detector, thresholds, version);
        List<DroppedFrame> ledger = ledger(refined.pool(), refined.refinement());
        List<PoolFrame> kept = refined.kept();
        try {
            Path folder = tools.models().draft(setup.station(), version);
            PatchCoreArtifact.write(detector, folder);
            PatchLedger.write(refined.refinement().droppedPatches(), refined.pool(), folder);
            CalibrationFile.write(calibrated.calibration(), folder);
            if (basis.file().isPresent()) {
                Files.copy(basis.file().get(), folder.resolve(OwnBackbones.FILE));
            }
            Artefact described = new Artefact(
                    Artefact.FORMAT,
                    manifest,
                    setup.backboneHash(),
                    Digests.pool(kept),
                    Digests.ledger(ledger),
                    Map.of(),
                    described(refined.plan(), calibrated.calibration()),
                    GoldenFrames.write(golden(refined, basis, detector, thresholds.image()), folder),
                    tools.environment(),
                    basis.report());
            ContentHash seal = tools.artefacts().seal(described, basis.reader(), folder);
            return new NewModel(
                            manifest,
                            kept.stream().map(PoolFrame::frame).toList(),
                            ledger,
                            refined.refinement().pollution(),
                            seal)
                    .without(refined.obeyed().struck())
                    .bankFirst(calibrated.heldOut());
        } catch (IOException | RuntimeException e) {
            tools.models().deleteDraft(setup.station(), version);
            throw e;
        }
    }

    private ModelManifest manifest(Refined refined, PatchCore detector, Thresholds thresholds, ModelVersion version) {
        Setup setup = refined.setup();
        return new ModelManifest(
                setup.station(),
                version,
                tools.clock().instant(),
                setup.backbone(),
                setup.recipe().hash().hex(),
                "patchcore k=" + setup.trainer().settings().neighbours(),
                detector.indexDescription(),
                refined.plan().strategy(),
                refined.plan().ratio(),
                refined.plan().seed(),
                refined.pool().size(),
                refined.refinement().dropped().size(),
                thresholds.image(),
                thresholds.region(),
                tools.library());
    }

    private List<GoldenFrames.Judged> golden(Refined refined, Basis basis, PatchCore detector, double threshold)
            throws IOException {
        return new GoldenFrames(detector, basis.reader(), tools.frames(), threshold)
                .choose(refined.kept(), dropped(refined.pool(), refined.refinement()));
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
