package io.winnow.life;

import io.winnow.adapter.storage.Database;
import io.winnow.adapter.storage.FileEmbeddingStore;
import io.winnow.adapter.storage.FileFrameStore;
import io.winnow.adapter.storage.JsonArtefactCodec;
import io.winnow.adapter.storage.SqlFrameHistory;
import io.winnow.adapter.storage.SqlInspectionStore;
import io.winnow.adapter.storage.SqlLabelStore;
import io.winnow.adapter.storage.SqlModelScoreStore;
import io.winnow.adapter.storage.SqlModelStore;
import io.winnow.adapter.storage.SqlPoolStore;
import io.winnow.adapter.storage.SqlRegressionSet;
import io.winnow.adapter.storage.SqlStruckPatches;
import io.winnow.core.Progress;
import io.winnow.core.detector.PatchCoreSettings;
import io.winnow.core.detector.PatchCoreTrainer;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.FrameId;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.index.GreedyKCenter;
import io.winnow.core.index.IndexFactory;
import io.winnow.core.index.IndexSettings;
import io.winnow.core.inspection.CapturedFrame;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.OutgoingEvent;
import io.winnow.core.inspection.RegionLocator;
import io.winnow.core.inspection.StationId;
import io.winnow.core.life.FramePatches;
import io.winnow.core.life.LifeListener;
import io.winnow.core.life.LifeTools;
import io.winnow.core.life.ModelLife;
import io.winnow.core.life.PromotionPolicy;
import io.winnow.core.model.Artefact;
import io.winnow.core.model.ArtefactTrust;
import io.winnow.core.model.Artefacts;
import io.winnow.core.model.ModelRecord;
import io.winnow.core.model.NewModel;
import io.winnow.core.model.PoolFrame;
import io.winnow.core.model.Precision;
import io.winnow.core.model.RefitPlan;
import io.winnow.core.model.Refitter;
import io.winnow.core.refinement.ScoreRefiner;
import io.winnow.core.refinement.Sroc;
import io.winnow.core.review.Label;
import io.winnow.core.station.Shadow;
import io.winnow.core.station.Station;
import io.winnow.core.station.StationListener;
import io.winnow.core.station.StationSettings;
import io.winnow.core.station.StationSurroundings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;

/** One station with everything behind it on a real disk and in a real database, but no service around it. */
final class LifeRig implements AutoCloseable {
    static final StationId STATION = new StationId("press-1");
    static final int POOL = 30;
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    final SqlModelStore models;
    final SqlModelScoreStore scores;
    final SqlLabelStore labels;
    final SqlInspectionStore inspections;
    final Artefacts artefacts;
    final Shadow shadow;
    final ModelLife life;
    final Station station;
    final List<String> refusals = new ArrayList<>();
    PromotionPolicy policy;
    /** Above 0, refits hold frames out of the bank, for a rate that few of them suffice for. */
    double calibrationShare;
    /** Of refits to come. */
    Precision precision = Precision.FLOAT32;

    final RigBackbones own;

    final SqlRegressionSet regression;
    final SqlStruckPatches struck;
    final SqlFrameHistory history;
    final FramePatches patches;
    final FileFrameStore frames;
    final SqlPoolStore pool;
    private final Refitter refitter;
    private final IndexFactory indexes;
    private final AtomicLong frameNumber;

    LifeRig(Path folder, Database database, IndexFactory indexes, PromotionPolicy policy) throws IOException {
        this(folder, database, indexes, policy, "rig", ArtefactTrust.NONE);
    }

    LifeRig(
            Path folder,
            Database database,
            IndexFactory indexes,
            PromotionPolicy policy,
            String backbone,
            ArtefactTrust trust)
            throws IOException {
        this.policy = policy;
        this.indexes = indexes;
        Clock clock = Clock.systemUTC();
        this.models = new SqlModelStore(database, folder.resolve("fitted"), clock);
        this.scores = new SqlModelScoreStore(database);
        this.labels = new SqlLabelStore(database, clock);
        this.inspections = new SqlInspectionStore(database);
        this.frames = new FileFrameStore(folder.resolve("frames"));
        this.pool = new SqlPoolStore(database);
        FileEmbeddingStore embeddings = new FileEmbeddingStore(folder.resolve("embeddings"));
        this.frameNumber = new AtomicLong(inspections.counts(STATION).inspected());
        this.regression = new SqlRegressionSet(database);
        this.struck = new SqlStruckPatches(database);
        this.history = new SqlFrameHistory(database);
        this.patches = new FramePatches(embeddings, frames);
        this.artefacts = new Artefacts(new JsonArtefactCodec(), indexes, trust);
        this.shadow = new Shadow(64, () -> true);
        this.life = new ModelLife(new LifeTools(
                models,
                scores,
                inspections,
                frames,
                embeddings,
                artefacts,
                shadow,
                regression,
                id -> this.policy,
                each -> backbones(),
                listener(),
                clock));
        this.station = new Station(
                new StationSettings(STATION, "line", "camera", RigCamera.PREPROCESSING, POOL, false, plan(1)),
                new RigCamera(backbone).reader(),
                new StationSurroundings(
                        frames,
                        Runnable::run,
                        inspections,
                        pool,
                        embeddings,
                        new RegionLocator(),
                        inspection -> new OutgoingEvent(inspection.id().value(), STATION, ByteBuffer.allocate(0)),
                        new StationListener() {},
                        () -> new InspectionId("%08d".formatted(frameNumber.get())),
                        clock));
        this.own = new RigBackbones(station.reader());
        this.refitter = new Refitter(new Refitter.Tools(
                pool,
                embeddings,
                frames,
                models,
                artefacts,
                new RegionLocator(),
                clock,
                "test",
                Artefact.Environment.here(Map.of("search", indexes.name())),
                Long.MAX_VALUE,
                struck));
    }

    private RigBackbones backbones() {
        return own;
    }

    private LifeListener listener() {
        return new LifeListener() {
            @Override
            public void refused(StationId station, String reason) {
                refusals.add(reason);
            }
        };
    }

    private static RefitPlan plan(long seed) {
        return new RefitPlan("sroc", 0.1, seed, OptionalDouble.empty(), 0.05);
    }

    private RefitPlan heldOut(RefitPlan plan) {
        return new RefitPlan(
                plan.strategy(),
                plan.ratio(),
                plan.seed(),
                plan.fixedThreshold(),
                calibrationShare > 0 ? 0.2 : plan.falseRejectRate(),
                calibrationShare);
    }

    /** Puts frames into the pool: mostly good ones. */
    LifeRig filled() throws IOException {
        return filled(POOL);
    }

    LifeRig filled(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            EncodedImage image = i % 15 == 8 ? RigCamera.defective(i) : RigCamera.good(i);
            frames.put(image);
            pool.add(STATION, new PoolFrame(new FrameId("pool-" + i), image.hash(), START.plusSeconds(i)));
        }
        return this;
    }

    /** As a start of the service does. */
    LifeRig opened() throws IOException {
        life.sweep();
        life.open(station);
        return this;
    }

    /** Refits without admitting. */
    NewModel refit(long seed) throws IOException {
        PatchCoreTrainer trainer = new PatchCoreTrainer(
                indexes,
                new GreedyKCenter(),
                new PatchCoreSettings(2, new IndexSettings(IndexSettings.Kind.FLAT, 0, 0), 1, 0, false));
        Refitter.Setup setup = new Refitter.Setup(
                STATION,
                station.recipe(),
                station.reader()::read,
                trainer,
                "rig",
                station.reader().backbone().manifest().sha256(),
                precision,
                own);
        return refitter.refit(setup, heldOut(plan(seed)), new ScoreRefiner(new Sroc(trainer)), Progress.NONE);
    }

    ModelVersion refitAndAdmit(long seed) throws IOException {
        NewModel model = refit(seed);
        life.admit(station, model);
        return model.manifest().version();
    }

    Inspection inspect(EncodedImage image) {
        long number = frameNumber.incrementAndGet();
        return station.inspect(
                new CapturedFrame(
                        STATION,
                        new FrameId("frame-" + number),
                        START.plusMillis(number),
                        Optional.empty(),
                        Optional.empty(),
                        image),
                Duration.ZERO);
    }

    void label(Inspection inspection, boolean defect) {
        labels.put(
                inspection.id(),
                new Label(
                        defect ? Label.Truth.DEFECT : Label.Truth.NORMAL,
                        Optional.empty(),
                        defect ? List.of(new RegionOfInterest(0.3, 0.3, 0.6, 0.6)) : List.of(),
                        "operator",
                        Instant.now()));
    }

    ModelRecord model(ModelVersion version) {
        return models.find(STATION, version).orElseThrow();
    }

    Path folder(ModelVersion version) {
        return models.folder(STATION, version);
    }

    @Override
    public void close() {
        shadow.close();
        station.close();
    }
}
