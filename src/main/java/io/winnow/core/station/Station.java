package io.winnow.core.station;

import io.winnow.core.camera.FrameNote;
import io.winnow.core.detector.Detection;
import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.image.UndecodableImageException;
import io.winnow.core.inspection.CapturedFrame;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.Stage;
import io.winnow.core.inspection.StationId;
import io.winnow.core.inspection.StorageException;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.inspection.VerdictCounts;
import io.winnow.core.model.ModelManifest;
import io.winnow.core.model.Recipe;
import io.winnow.core.pool.PoolKeeper;
import io.winnow.core.pool.PoolStatus;
import io.winnow.core.threshold.ThresholdSetting;
import io.winnow.core.watch.DriftWatch;
import io.winnow.core.watch.QualityLimits;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One camera's inspection at work: takes frames, judges them, stores what came of it, and fills the pool while it collects.
 *
 * <p>Thread-safe. Frames of one station are expected one after the other; several threads only cost their order.
 */
public final class Station implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Station.class.getName());

    /** Why frames are skipped, as metrics have it. */
    static final String OVERLOAD = "overload";

    private final StationSettings settings;
    private final StationSurroundings surroundings;
    private final Decisions decisions;
    private final FrameReader reader;
    private final Recipe recipe;
    private final ModelSlot slot = new ModelSlot();
    private final Inspector inspector;
    private final PoolKeeper pool;
    private final DriftWatch drift;
    private final FrameRate rate = new FrameRate();
    private volatile VerdictCounts counts;
    private volatile FrameTap tap = (inspection, frame) -> {};
    private final AtomicLong dropped = new AtomicLong();
    private volatile boolean learning = true;

    /** A station whose thresholds are those of its models. */
    public Station(StationSettings settings, FrameReader reader, StationSurroundings surroundings) {
        this(settings, reader, surroundings, Decisions.OF_MODEL);
    }

    public Station(
            StationSettings settings, FrameReader reader, StationSurroundings surroundings, Decisions decisions) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.decisions = decisions;
        this.reader = reader;
        this.recipe = Recipe.of(reader.backbone().manifest(), reader.preprocessing());
        this.inspector = new Inspector(
                reader,
                slot,
                decisions,
                surroundings.locator(),
                surroundings.gate(),
                surroundings.ids(),
                surroundings.clock());
        this.pool = new PoolKeeper(
                settings.id(),
                settings.upkeep().pool(),
                recipe.hash(),
                new PoolKeeper.Stores(surroundings.pool(), surroundings.embeddings(), surroundings.frames()),
                surroundings.clock(),
                new PoolNews(surroundings.listener()));
        this.drift = new DriftWatch(
                settings.id(),
                settings.upkeep().drift(),
                surroundings.drift(),
                surroundings.clock(),
                alarm -> surroundings.listener().drifted(settings.id(), alarm));
        this.counts = surroundings.inspections().counts(settings.id());
    }

    public StationId id() {
        return settings.id();
    }

    public StationSettings settings() {
        return settings;
    }

    /** How this station turns images into embeddings, for refits. */
    public FrameReader reader() {
        return reader;
    }

    /** What this station's embeddings are made with. */
    public Recipe recipe() {
        return recipe;
    }

    /**
     * Inspects a frame. When this returns, the frame, the inspection and the event that tells of it are stored. A frame that was
     * inspected before is not inspected again.
     *
     * @param waited how long the frame waited since it arrived
     * @throws StorageException when something could not be stored; the frame may be given again
     */
    public Inspection inspect(CapturedFrame frame, Duration waited) {
        return inspect(frame, waited, Turn.ALONE);
    }

    /** As {@link #inspect(CapturedFrame, Duration)}, beside other frames. */
    Inspection inspect(CapturedFrame frame, Duration waited, Turn turn) {
        Optional<Inspection> earlier = earlier(frame);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        StageClock stages = new StageClock();
        stages.record(Stage.WAIT, waited);
        CompletableFuture<Void> stored = CompletableFuture.runAsync(() -> storeFrame(frame), surroundings.writer());
        Inspector.Outcome outcome = inspector.judge(frame, stages, turn);
        boolean others = turn.storing();
        stages.lap(Stage.WAIT);
        await(stored);
        stages.lap(Stage.STORE);
        Optional<Inspection> meanwhile = others ? earlier(frame) : Optional.empty();
        if (meanwhile.isPresent()) {
            return meanwhile.get();
        }
        Inspector.Judged judged = inspector.inspection(frame, stages, outcome);
        if (judged.inspection().verdict() instanceof Verdict.Undecided undecided
                && undecided.cause() == Verdict.Cause.COLLECTING) {
            judged.reading().ifPresent(reading -> collect(frame, reading));
        }
        if (!store(judged.inspection())) {
            return winner(frame);
        }
        if (judged.inspection().model().isPresent()) {
            judged.reading().ifPresent(reading -> tap.decided(judged.inspection(), source(frame, reading)));
        }
        learn(frame, judged);
        return judged.inspection();
    }

    /** A disk or an object store has had the time of the judging to store the frame. */
    private static void await(CompletableFuture<Void> stored) {
        try {
            stored.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** The inspection of a frame that comes again. */
    private Optional<Inspection> earlier(CapturedFrame frame) {
        Optional<Inspection> earlier = surroundings.inspections().findEarlier(frame);
        if (earlier.isPresent()) {
            surroundings.listener().repeated(id());
        }
        return earlier;
    }

    /** What a judged frame teaches. It is stored already: whatever goes wrong here costs the frame nothing. */
    private void learn(CapturedFrame frame, Inspector.Judged judged) {
        if (!learning) {
            return;
        }
        try {
            if (judged.inspection().verdict() instanceof Verdict.Pass) {
                judged.reading().ifPresent(reading -> {
                    if (pool.offer(candidate(frame, reading))) {
                        surroundings.listener().changed(id());
                    }
                });
            }
            drift.inspected(judged.inspection());
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "frame %s of %s is judged, but not offered to the pool"
                            .formatted(frame.id(), frame.station()),
                    e);
        }
    }

    /**
     * Stores a frame undecided without looking at it, because newer ones wait. As with {@link #inspect}, frame, inspection and event
     * are stored when this returns.
     *
     * @throws StorageException when something could not be stored; the frame may be given again
     */
    Inspection skip(CapturedFrame frame, Duration waited, Turn turn) {
        turn.storing();
        Optional<Inspection> earlier = earlier(frame);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        StageClock stages = new StageClock();
        stages.record(Stage.WAIT, waited);
        storeFrame(frame);
        stages.lap(Stage.STORE);
        Inspection skipped = inspector.skip(frame, stages);
        if (!store(skipped)) {
            return winner(frame);
        }
        drop(OVERLOAD);
        return skipped;
    }

    /** Embeddings of the backbone that has just read a frame are at hand; others are made when somebody asks. */
    private PatchSource source(CapturedFrame frame, FrameReader.Reading reading) {
        return own -> own.equals(reading.own()) ? reading.patches() : reader.read(frame.image(), own);
    }

    private PoolKeeper.Candidate candidate(CapturedFrame frame, FrameReader.Reading reading) {
        return new PoolKeeper.Candidate(
                frame.id(),
                frame.capturedAt(),
                frame.setting(),
                frame.image(),
                reading.size(),
                () -> pooled(frame, reading),
                reading.quality());
    }

    /** Pools hold embeddings of the station's backbone, whichever version judges. */
    private PatchEmbeddings pooled(CapturedFrame frame, FrameReader.Reading reading) {
        try {
            return source(frame, reading).by(Optional.empty());
        } catch (IOException | UndecodableImageException e) {
            throw new StorageException("frame %s of %s cannot be read again".formatted(frame.id(), frame.station()), e);
        }
    }

    /** An operator said what an inspected frame shows, or, where {@code defective} is empty, took that back. */
    public void labelled(Inspection inspection, Optional<Boolean> defective) {
        if (defective.isEmpty()) {
            pool.unconfirm(inspection.frameHash());
        } else if (defective.get()) {
            pool.confirmDefective(inspection.frameHash());
        } else {
            pool.confirmNormal(inspection.frame(), inspection.capturedAt(), inspection.frameHash());
        }
        defective.filter(really -> learning).ifPresent(really -> drift.labelled(inspection, really));
        surroundings.listener().changed(id());
    }

    /**
     * In a fleet, one of all that share a station watches it for drift and lets its pool grow after the first fit; this says whether
     * it is this one. Whoever begins goes on where the store stands.
     */
    public void learn(boolean now) {
        if (now && !learning) {
            pool.reload();
            drift.reload();
        }
        learning = now;
    }

    /** In a fleet: reads anew what the pool holds, because others change it too. */
    public void reloadPool() {
        pool.reload();
        surroundings.listener().changed(id());
    }

    /** In a fleet: reads anew how many inspections all have stored. */
    public void recount() {
        VerdictCounts stored = surroundings.inspections().counts(id());
        synchronized (this) {
            counts = stored;
        }
    }

    /** How the pool stands. */
    public PoolStatus poolStatus() {
        return pool.status();
    }

    /** What watches the station. */
    public DriftWatch drift() {
        return drift;
    }

    /** What images must be like for the model that judges at this moment; empty where there are no limits. */
    public Optional<QualityLimits> qualityLimits() {
        return model().flatMap(surroundings.gate()::limits);
    }

    /** Where the model that judges at this moment finds an image anomalous; empty where there is none. */
    public Optional<Detection> explain(PatchSource frame) throws IOException, UndecodableImageException {
        return slot.score(frame).map(Scored::detection);
    }

    private void storeFrame(CapturedFrame frame) {
        if (frame.image().byteCount() > reader.mostBytes()) {
            return; // refused for that alone: its bytes would only fill the disk
        }
        try {
            surroundings.frames().put(frame.image());
        } catch (IOException e) {
            throw new StorageException("frame %s of %s could not be stored".formatted(frame.id(), frame.station()), e);
        }
    }

    private void collect(CapturedFrame frame, FrameReader.Reading reading) {
        if (pool.size() < settings.collectFrames() && pool.collect(candidate(frame, reading))) {
            surroundings.listener().changed(id());
        }
    }

    /** False where another process has stored an inspection of the same frame meanwhile. */
    private boolean store(Inspection inspection) {
        if (!surroundings.inspections().save(inspection, surroundings.events().apply(inspection))) {
            return false;
        }
        synchronized (this) {
            counts = counts.plus(inspection.verdict());
        }
        rate.mark(surroundings.clock().instant());
        surroundings.listener().inspected(inspection);
        return true;
    }

    /** The inspection that was stored first is the frame's: nothing is decided twice. */
    private Inspection winner(CapturedFrame frame) {
        return earlier(frame)
                .orElseThrow(() -> new StorageException(
                        "frame %s of %s is said to be inspected already, but is not found"
                                .formatted(frame.id(), frame.station()),
                        new IllegalStateException("no inspection of " + frame.id())));
    }

    /** Passes on what was wrong with a frame's properties. */
    public void mended(FrameNote note) {
        surroundings.listener().mended(id(), note);
    }

    /** Passes on that a message for this station was not taken. */
    public void refuseMessage(String reason) {
        surroundings.listener().refused(id(), reason);
    }

    /** Counts a frame that was dropped before it could be inspected; {@code reason} is a word for metrics. */
    public void drop(String reason) {
        dropped.incrementAndGet();
        surroundings.listener().dropped(id(), reason);
    }

    /** Makes a model the one that judges, from the next frame on. */
    public void serve(ServingModel model) {
        surroundings.gate().prepare(model.manifest());
        decisions.thresholds().serving(model.manifest());
        slot.swap(model);
        surroundings.listener().changed(id());
    }

    /** Lets no model judge: frames are undecided for that reason until one serves again. */
    public void refuse(String reason) {
        slot.refuse(reason);
        surroundings.listener().changed(id());
    }

    /** Why no model judges although the station has one. */
    public Optional<String> refusal() {
        return slot.refusal();
    }

    /** Whoever sees each frame that a model decided, in place of the one before. */
    public void tap(FrameTap next) {
        tap = next;
    }

    /** The model that judges at this moment. */
    public Optional<ModelManifest> model() {
        return slot.manifest();
    }

    /** The thresholds of the model that judges at this moment. */
    public Optional<ThresholdSetting> thresholds() {
        return model().map(decisions.thresholds()::of);
    }

    /** The thresholds that a model of this station would decide by. */
    public ThresholdSetting thresholds(ModelManifest model) {
        return decisions.thresholds().of(model);
    }

    /** Share of the passed frames that is chosen for review. */
    public double auditShare() {
        return decisions.audit().share();
    }

    /** What the model that judges at this moment says of a frame; empty where none does. */
    public Optional<Scored> score(PatchSource frame) throws IOException, UndecodableImageException {
        return slot.score(frame);
    }

    /** Frames in the pool. */
    public int poolFrames() {
        return pool.size();
    }

    /** Whether frames go into the pool: there is no model yet and the pool has room, or is about to be fitted for the first time. */
    public boolean collecting() {
        return model().isEmpty()
                && refusal().isEmpty()
                && (settings.autoFit() || poolFrames() < settings.collectFrames());
    }

    /** Inspections by verdict. */
    public VerdictCounts counts() {
        return counts;
    }

    /** Frames dropped before inspection since the start. */
    public long droppedFrames() {
        return dropped.get();
    }

    /** Inspections a second over the last ten seconds. */
    public double framesPerSecond() {
        return rate.perSecond();
    }

    /** When the last frame was inspected since the start. */
    public Optional<Instant> lastFrameAt() {
        return rate.last();
    }

    @Override
    public void close() {
        slot.close();
    }
}
