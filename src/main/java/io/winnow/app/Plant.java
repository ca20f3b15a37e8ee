package io.winnow.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.winnow.adapter.faiss.BackgroundThreads;
import io.winnow.adapter.mqtt.ConnectionState;
import io.winnow.adapter.mqtt.VerdictEvent;
import io.winnow.adapter.opencv.OpenCvLibrary;
import io.winnow.adapter.rest.LivePush;
import io.winnow.adapter.storage.Database;
import io.winnow.adapter.storage.JsonArtefactCodec;
import io.winnow.app.config.Configuration;
import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.health.Latencies;
import io.winnow.core.image.ContentHash;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.RegionLocator;
import io.winnow.core.inspection.StationId;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.life.FramePatches;
import io.winnow.core.life.LifeTools;
import io.winnow.core.life.ModelLife;
import io.winnow.core.life.NearestPatches;
import io.winnow.core.life.Replays;
import io.winnow.core.life.Strikes;
import io.winnow.core.model.Artefact;
import io.winnow.core.model.Artefacts;
import io.winnow.core.model.Job;
import io.winnow.core.model.JobRunner;
import io.winnow.core.model.ModelManifest;
import io.winnow.core.model.Refitter;
import io.winnow.core.pool.OperatorPins;
import io.winnow.core.review.Label;
import io.winnow.core.review.LabelService;
import io.winnow.core.review.LiveQuality;
import io.winnow.core.review.MissedDefects;
import io.winnow.core.station.FrameQueue;
import io.winnow.core.station.RefitDesk;
import io.winnow.core.station.RefitService;
import io.winnow.core.station.RefitTimetable;
import io.winnow.core.station.Shadow;
import io.winnow.core.station.Station;
import io.winnow.core.station.Stations;
import io.winnow.core.threshold.CalibratedModels;
import io.winnow.core.threshold.ThresholdPolicy;
import io.winnow.core.threshold.ThresholdService;
import io.winnow.core.watch.DriftAlarm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Everything that runs on this machine, put together from its configuration: stores, search, backbones, stations, queue, refits,
 * outbox and broker. Built, started and closed by one thread; its parts are thread-safe.
 */
final class Plant implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Plant.class.getName());
    static final int QUEUE_FRAMES = 32;
    /** A refit waits no longer than this for frames at each of its steps, so that it ends on a busy line too. */
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

    /** Each holds its embeddings: some megabytes. */
    private static final int SHADOW_FRAMES = 8;

    /** How many of the newest inspections the exported figures look at. */
    private static final int QUALITY_WINDOW = 500;

    private final Configuration configuration;
    private final Clock clock;
    private final Instant startedAt;
    private final Latencies latencies = new Latencies();
    private final Stores stores;
    private final RetentionRuns retention;
    private final Search search;
    private final Backbones backbones;
    private final ThresholdService thresholds;
    private final StationBuilder builder;
    private final Stations stations;
    private final FrameQueue queue;
    private final JobRunner jobs;
    private final RefitService refits;
    private final Shadow shadow;
    private final ModelLife life;
    private final RefitDesk desk;
    private final RefitTimetable timetable;
    private final Artefacts artefacts;
    private final FirstFits firstFits;
    private final OutboxPublisher publisher;
    private final ServiceMetrics metrics;
    private final LabelService labels;
    private final MissedDefects missed;
    private final FramePatches patches;
    private final Replays replays;
    private final LiveQuality quality;
    private final ExchangeParts exchange;
    private volatile @Nullable BrokerLink broker;
    private volatile boolean started;

    private Plant(Configuration configuration, DataSource source, MeterRegistry registry, LivePush push) {
        this.configuration = configuration;
        this.clock = Clock.systemUTC();
        this.startedAt = clock.instant();
        this.stores = Stores.open(configuration.site(), new Database(source), this::recipes, clock, latencies);
        this.retention = new RetentionRuns(
                stores.retention(), configuration.site().storage().retention(), clock);
        this.search = Search.open(configuration.site().search());
        this.backbones = new Backbones(
                configuration.site().models(), configuration.site().inference());
        this.metrics = new ServiceMetrics(registry);
        this.publisher =
                new OutboxPublisher(stores.outbox(), event -> requireBroker().publish(event));
        StationEvents events = new StationEvents(metrics, push, publisher::wake, this::drifted);
        this.thresholds = new ThresholdService(
                new ThresholdService.Ports(
                        stores.thresholds(), CalibratedModels.in(stores.models()), stores.labels(), stores.reviews()),
                station -> ThresholdPolicy.of(configuration.station(station).refit()),
                clock,
                events::changed);
        this.builder = new StationBuilder(
                backbones,
                search,
                stores,
                thresholds,
                events,
                inspection -> new VerdictEvent(inspection).toOutgoing(),
                clock);
        this.stations = new Stations(
                configuration.stations().stream().map(builder::build).toList());
        this.queue = new FrameQueue(stations, QUEUE_FRAMES);
        this.jobs = new JobRunner(clock, job -> tell(job, push), this::giveWay, BackgroundThreads::yieldThis);
        this.artefacts = new Artefacts(new JsonArtefactCodec(), search.indexes());
        this.shadow = new Shadow(SHADOW_FRAMES, queue::quiet);
        this.life = new ModelLife(new LifeTools(
                stores.models(),
                stores.modelScores(),
                stores.inspections(),
                stores.frames(),
                stores.embeddings(),
                artefacts,
                shadow,
                stores.regression(),
                id -> configuration.station(id).promotion(),
                new LifeEvents(metrics, push, this::tellModels),
                clock));
        this.refits = buildRefits(artefacts);
        this.desk = new RefitDesk(stores.proposals(), refits, clock, push::changed);
        this.timetable = new RefitTimetable(
                station -> refits.start(station, Optional.empty(), OptionalDouble.empty()),
                stores.scheduled(),
                clock,
                ZoneId.systemDefault());
        this.firstFits = new FirstFits(jobs, refits);
        LabelService.Listener labelled = (inspection, label) -> {
            push.labelled(inspection, label);
            heard(inspection, label);
        };
        this.labels = new LabelService(stores.labels(), clock, labelled);
        this.exchange = ExchangeParts.build(
                stores,
                configuration.site().storage().directory(),
                id -> stations.find(id).orElseThrow().settings().preprocessing().region(),
                labelled,
                clock);
        this.missed = new MissedDefects(labels, stores.inspections(), stores.regression(), clock);
        this.patches = new FramePatches(stores.embeddings(), stores.frames());
        this.replays = new Replays(
                new Replays.Tools(jobs, life, stores.inspections(), stores.history(), patches, this::decide));
        this.quality = new LiveQuality(
                stores.labels(),
                stores.reviews(),
                id -> stations.find(id).orElseThrow().settings().preprocessing().region());
        metrics.watch(stations, queue, stores.outbox());
        metrics.watch(stations, shadow, stores.models());
    }

    /** Builds everything; nothing runs yet but the empty queue. */
    static Plant build(Configuration configuration, DataSource source, MeterRegistry registry, LivePush push) {
        return new Plant(configuration, source, registry, push);
    }

    private RefitService buildRefits(Artefacts artefacts) {
        Refitter refitter = new Refitter(new Refitter.Tools(
                stores.pool(),
                stores.embeddings(),
                stores.frames(),
                stores.models(),
                artefacts,
                new RegionLocator(),
                clock,
                "%s on %s %s".formatted(search.name(), System.getProperty("os.name"), System.getProperty("os.arch")),
                Artefact.Environment.here(Map.of(
                        "winnow", ServiceSettings.version(),
                        "search", search.name(),
                        "opencv", OpenCvLibrary.version(),
                        "backbones", backbones.description())),
                MemoryLimit.of(configuration.site().refit()),
                stores.struck()));
        return new RefitService(
                jobs,
                refitter,
                station -> builder.setup(station, configuration.station(station.id())),
                Strategies.names(),
                (name, station) -> Strategies.by(
                        name,
                        builder.trainer(station, configuration.station(station.id())),
                        search.indexes(),
                        OperatorPins.of(
                                stores.decisions().list(station.id()),
                                stores.pool().entries(station.id()))),
                life);
    }

    /** Lets pool and regression set follow what was said of a frame. */
    void heard(InspectionId inspection, Optional<Label> label) {
        learn(inspection, label);
        missed.labelled(inspection, label);
    }

    /** What an operator says of a frame decides whether it belongs into the pool. */
    private void learn(InspectionId id, Optional<Label> label) {
        stores.inspections().find(id).ifPresent(inspection -> stations.find(inspection.station())
                .ifPresent(station ->
                        station.labelled(inspection, label.map(said -> said.verdict() == Label.Truth.DEFECT))));
    }

    private void drifted(StationId station, DriftAlarm alarm) {
        LOG.log(
                System.Logger.Level.WARNING,
                "station {0}: {1} changed after {2} values; look at the newest frames, then refit or reset",
                station,
                alarm.sign(),
                alarm.after());
        desk.propose(
                station,
                "%s changed at %s"
                        .formatted(
                                alarm.sign().name().toLowerCase(Locale.ROOT),
                                alarm.raisedAt().truncatedTo(ChronoUnit.SECONDS)));
    }

    /** Refits wait for frames that are being judged; while nothing is judged yet, the first fit is what everybody waits for. */
    private void giveWay() throws InterruptedException {
        if (stations.all().stream().anyMatch(station -> station.model().isPresent())) {
            queue.awaitIdle(LONGEST_PAUSE);
        }
    }

    void startScheduledRefits() {
        stations.all().forEach(timetable::startWhereDue);
    }

    /** Stores what drift watches know. */
    void saveDrift() {
        stations.all().forEach(station -> station.drift().saveIfChanged());
    }

    RefitDesk desk() {
        return desk;
    }

    RefitTimetable timetable() {
        return timetable;
    }

    private void tell(Job job, LivePush push) {
        push.job(job);
        BrokerLink link = broker;
        if (link != null) {
            link.job(job);
        }
    }

    private void tellModels(StationId station) {
        BrokerLink link = broker;
        if (link != null) {
            link.publishModels(station, ModelsMessage.json(station, stores.models(), clock.instant()));
        }
    }

    private BrokerLink requireBroker() {
        BrokerLink link = broker;
        if (link == null) {
            throw new IllegalStateException("no broker is configured");
        }
        return link;
    }

    /** Opens the champions, then lets frames in and events out. */
    void start() {
        try {
            life.sweep();
        } catch (IOException e) {
            throw new UncheckedIOException("what is left of an earlier run could not be swept: " + e.getMessage(), e);
        }
        exchange.imports().forgetUnfinished();
        stations.all().forEach(life::open);
        configuration.site().broker().ifPresent(settings -> {
            broker = BrokerLink.open(
                    configuration,
                    settings,
                    new BrokerLink.Ports(stations, queue, refits, jobs, stores.truths(), clock));
            publisher.start();
            stations.all().forEach(station -> tellModels(station.id()));
        });
        started = true;
    }

    /** Whose embeddings are in use. */
    private Set<ContentHash> recipes() {
        return stations.all().stream().map(station -> station.recipe().hash()).collect(Collectors.toSet());
    }

    /** Whether everything is open. */
    boolean started() {
        return started;
    }

    /** What really runs the backbones. */
    String backbones() {
        return backbones.description();
    }

    void startFirstFits() {
        stations.all().forEach(firstFits::startWhereDue);
    }

    /** Lets candidates' examinations go on. */
    void examine() {
        stations.all().forEach(life::goOn);
    }

    void refreshStates() {
        BrokerLink link = broker;
        if (link != null) {
            link.refreshStates();
            stations.all()
                    .forEach(station ->
                            link.refreshDrift(station.id(), DriftMessage.json(station, desk.open(station.id()))));
        }
    }

    /** Computes the live figures anew, exports and publishes them. */
    void refreshQuality() {
        BrokerLink link = broker;
        Map<Station, LiveQuality.Report> reports = new LinkedHashMap<>();
        for (Station station : stations.all()) {
            LiveQuality.Report report = quality.of(station.id(), QUALITY_WINDOW);
            reports.put(station, report);
            if (link != null) {
                link.publishStats(station.id(), StationStats.json(station, report, clock.instant()));
            }
        }
        metrics.refreshQuality(reports);
    }

    Configuration configuration() {
        return configuration;
    }

    RetentionRuns retention() {
        return retention;
    }

    Latencies latencies() {
        return latencies;
    }

    Artefacts artefacts() {
        return artefacts;
    }

    Search search() {
        return search;
    }

    /** The backbones that stations use, by name. */
    Map<String, FeatureExtractor> openBackbones() {
        return backbones.opened();
    }

    Clock clock() {
        return clock;
    }

    Instant startedAt() {
        return startedAt;
    }

    Stores stores() {
        return stores;
    }

    Stations stations() {
        return stations;
    }

    FrameQueue queue() {
        return queue;
    }

    JobRunner jobs() {
        return jobs;
    }

    RefitService refits() {
        return refits;
    }

    ModelLife life() {
        return life;
    }

    LabelService labels() {
        return labels;
    }

    MissedDefects missedDefects() {
        return missed;
    }

    Replays replays() {
        return replays;
    }

    NearestPatches nearestPatches() {
        return new NearestPatches(new NearestPatches.Tools(
                life, stores.models(), patches, stores.frames(), stores.history(), stores.struck(), this::decide));
    }

    /** By the thresholds that are in force for a version. */
    private Verdict decide(ModelManifest model, double score) {
        return thresholds.of(model).decide(score);
    }

    Strikes strikes() {
        return new Strikes(stores.struck(), stores.history(), patches, clock);
    }

    ThresholdService thresholds() {
        return thresholds;
    }

    LiveQuality quality() {
        return quality;
    }

    ExchangeParts exchange() {
        return exchange;
    }

    /** What searches, and why not something faster where that is so. */
    String indexImplementation() {
        return search.description();
    }

    /** The broker connection that has most to complain about; empty without a broker. */
    Optional<ConnectionState> worstConnection() {
        BrokerLink link = broker;
        return link == null
                ? Optional.empty()
                : stations.all().stream()
                        .map(Station::id)
                        .map(link::state)
                        .min(Comparator.comparing(ConnectionState::connected));
    }

    /** Takes no more frames, finishes those that wait, lets their events leave as far as they can, and frees native memory. */
    @Override
    public void close() {
        jobs.close();
        exchange.close();
        BrokerLink link = broker;
        queue.close();
        shadow.close();
        publisher.close();
        if (link != null) {
            link.close();
        }
        saveDrift();
        stations.close();
        backbones.close();
    }
}
