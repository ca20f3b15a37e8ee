package io.winnow.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.winnow.adapter.mqtt.ConnectionState;
import io.winnow.adapter.mqtt.VerdictEvent;
import io.winnow.adapter.rest.LivePush;
import io.winnow.adapter.storage.Database;
import io.winnow.adapter.storage.Dialect;
import io.winnow.adapter.storage.JsonArtefactCodec;
import io.winnow.app.config.Configuration;
import io.winnow.app.config.SiteConfiguration;
import io.winnow.app.config.StationConfiguration;
import io.winnow.core.access.Transactions;
import io.winnow.core.configuration.RemoteConfiguration;
import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.health.ClockWatch;
import io.winnow.core.health.Latencies;
import io.winnow.core.image.ContentHash;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.StationId;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.life.FramePatches;
import io.winnow.core.life.LifeTools;
import io.winnow.core.life.ModelLife;
import io.winnow.core.life.NearestPatches;
import io.winnow.core.life.Replays;
import io.winnow.core.life.Strikes;
import io.winnow.core.model.Artefacts;
import io.winnow.core.model.JobRunner;
import io.winnow.core.model.ModelManifest;
import io.winnow.core.review.Label;
import io.winnow.core.review.LabelService;
import io.winnow.core.review.LiveQuality;
import io.winnow.core.review.MissedDefects;
import io.winnow.core.station.FrameQueue;
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
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Everything that runs on this machine, put together from its configuration: stores, search, backbones, stations, queue, refits,
 * outbox and broker. Built, started and closed by one thread; its parts are thread-safe.
 */
final class Plant implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Plant.class.getName());
    /** Frames of each station that may wait where no broker says how many. */
    private static final int QUEUE_FRAMES = 32;
    /** Each holds its embeddings: some megabytes. */
    private static final int SHADOW_FRAMES = 8;

    /** How many of the newest inspections the exported figures look at. */
    private static final int QUALITY_WINDOW = 500;

    private final Configuration configuration;
    private final Clock clock;
    private final ClockWatch clockWatch;
    private final Instant startedAt;
    private final Latencies latencies = new Latencies();
    private final AccessParts access;
    private final SystemAudit audit;
    private final Stores stores;
    private final RetentionRuns retention;
    private final BackupRuns backups;
    private final Search search;
    private final Backbones backbones;
    private final ThresholdService thresholds;
    private final StationBuilder builder;
    private final Stations stations;
    private final FrameQueue queue;
    private final JobRunner jobs;
    private final Shadow shadow;
    private final ModelLife life;
    private final Artefacts artefacts;
    private final RefitWorks refits;
    private final BrokerSide broker;
    private final ServiceMetrics metrics;
    private final LabelService labels;
    private final MissedDefects missed;
    private final FramePatches patches;
    private final Replays replays;
    private final LiveQuality quality;
    private final ExchangeParts exchange;
    private final FleetSide fleet;
    private final RemoteConfiguration remote;
    private final ConfigurationWatch configurationWatch;
    private volatile boolean started;

    private Plant(
            Configuration configuration,
            RemoteConfiguration remote,
            DataSource source,
            MeterRegistry registry,
            LivePush push) {
        this.configuration = configuration;
        this.remote = remote;
        this.configurationWatch = new ConfigurationWatch(remote.versions());
        this.clock = Clock.systemUTC();
        this.clockWatch = new ClockWatch(clock);
        this.startedAt = clock.instant();
        Database database = new Database(
                source,
                configuration.site().storage().database().isPresent() ? Dialect.POSTGRESQL : Dialect.SQLITE,
                configuration.site().fleet().map(SiteConfiguration.Fleet::member));
        this.access = AccessParts.build(configuration.site().access(), database, clock);
        this.audit = new SystemAudit(access.audit(), clock);
        this.stores = Stores.open(configuration.site(), database, this::recipes, clock, clockWatch, latencies);
        this.backups = new BackupRuns(configuration, clock);
        this.retention = new RetentionRuns(
                stores.retention(), configuration.site().storage().retention(), clock);
        this.search = Search.open(configuration.site().search());
        this.backbones = new Backbones(
                configuration.site().models(), configuration.site().inference());
        this.metrics = new ServiceMetrics(registry);
        this.broker = new BrokerSide(
                stores.outbox(),
                configuration.stations().stream().map(StationConfiguration::id).toList(),
                stores.models(),
                clock);
        StationEvents events = new StationEvents(metrics, push, new FrameTraces(clock), broker::wake, this::drifted);
        this.thresholds = new ThresholdService(
                new ThresholdService.Ports(
                        stores.thresholds(), CalibratedModels.in(stores.models()), stores.labels(), stores.reviews()),
                station -> ThresholdPolicy.of(configuration.station(station).refit()),
                clock,
                events::changed,
                configuration.site().fleet().isPresent() ? database : Transactions.NONE);
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
        this.queue = new FrameQueue(stations, queueFrames(configuration.site()), clock, new LogContext());
        this.jobs = RefitWorks.jobs(clock, stations, queue, job -> {
            push.job(job);
            broker.job(job);
        });
        this.artefacts = new Artefacts(
                new JsonArtefactCodec(),
                search.indexes(),
                configuration.site().signing().trust());
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
                station -> backbones.ownOf(station.reader()),
                new LifeEvents(metrics, push, broker::models),
                clock));
        this.fleet = new FleetSide(configuration, database, new FleetSide.Parts(stations, life, thresholds, broker));
        this.refits = new RefitWorks(
                new RefitWorks.Tools(
                        configuration,
                        stores,
                        search,
                        backbones,
                        builder,
                        stations,
                        artefacts,
                        life,
                        clock,
                        fleet::refitsElsewhere),
                jobs,
                push);
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
        fleet.member().ifPresent(metrics::watch);
        metrics.watch(stations, shadow, stores.models());
        metrics.watch(backbones);
    }

    /** Some frames of those in flight are on their way; the others wait, and a line that is full shows that more are to come. */
    private static int queueFrames(SiteConfiguration site) {
        return site.broker()
                .map(broker -> Math.max(1, Math.min(QUEUE_FRAMES, broker.framesInFlight() - FrameQueue.SIDE_BY_SIDE)))
                .orElse(QUEUE_FRAMES);
    }

    /** Builds everything; nothing runs yet but the empty queue. */
    static Plant build(
            Configuration configuration,
            RemoteConfiguration remote,
            DataSource source,
            MeterRegistry registry,
            LivePush push) {
        return new Plant(configuration, remote, source, registry, push);
    }

    /** Whether this process does what is to be done once: always, unless it is one of a fleet. */
    boolean leading() {
        return fleet.leading();
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
        refits.propose(station, alarm);
    }

    /** Stores what drift watches know. */
    void saveDrift() {
        if (leading()) {
            stations.all().forEach(station -> station.drift().saveIfChanged());
        }
    }

    /** Opens the champions, then lets frames in and events out. */
    void start() {
        if (!fleet.join()) {
            openAlone();
        }
        broker.open(
                configuration,
                new BrokerLink.Ports(stations, queue, refits.service(), jobs, stores.truths(), audit, remote, clock));
        configurationWatch.tellRestored(audit);
        if (leading()) {
            fleet.speak(true);
        }
        started = true;
    }

    private void openAlone() {
        try {
            life.sweep();
        } catch (IOException e) {
            throw new UncheckedIOException("what is left of an earlier run could not be swept: " + e.getMessage(), e);
        }
        exchange.imports().forgetUnfinished();
        stations.all().forEach(life::open);
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

    /** Lets candidates' examinations go on. */
    void examine() {
        if (leading()) {
            stations.all().forEach(life::goOn);
        }
    }

    /** Tells the broker what changed of states and drift. */
    void refreshStates() {
        broker.refresh(stations, refits.desk());
    }

    /** Tells the broker which version of the configuration is in force. */
    void refreshConfiguration() {
        broker.configuration(configurationWatch.message());
    }

    /** What changes the configuration from afar. */
    RemoteConfiguration remote() {
        return remote;
    }

    ConfigurationWatch configurationWatch() {
        return configurationWatch;
    }

    /** Computes the live figures anew, exports and publishes them. */
    void refreshQuality() {
        Map<Station, LiveQuality.Report> reports = new LinkedHashMap<>();
        for (Station station : stations.all()) {
            LiveQuality.Report report = quality.of(station.id(), QUALITY_WINDOW);
            reports.put(station, report);
            broker.stats(station, report);
        }
        metrics.refreshQuality(reports);
    }

    Configuration configuration() {
        return configuration;
    }

    BackupRuns backups() {
        return backups;
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

    ClockWatch clockWatch() {
        return clockWatch;
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

    RefitWorks refits() {
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

    AccessParts access() {
        return access;
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
        return broker.worst(stations);
    }

    /** Takes no more frames, finishes those that wait, lets their events leave as far as they can, and frees native memory. */
    @Override
    public void close() {
        jobs.close();
        exchange.close();
        queue.close();
        shadow.close();
        saveDrift();
        boolean last = fleet.last();
        fleet.close();
        broker.close(last);
        stations.close();
        backbones.close();
    }
}
