package io.winnow.app;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.winnow.adapter.mqtt.ConnectionState;
import io.winnow.adapter.opencv.OpenCvHeatmapRenderer;
import io.winnow.adapter.opencv.OpenCvThumbnailer;
import io.winnow.adapter.rest.LivePush;
import io.winnow.adapter.rest.Policies;
import io.winnow.adapter.rest.SiteStatus;
import io.winnow.adapter.rest.StationViews;
import io.winnow.adapter.rest.SystemFacts;
import io.winnow.adapter.rest.access.LiveEntry;
import io.winnow.app.config.Configuration;
import io.winnow.core.configuration.RemoteConfiguration;
import io.winnow.core.health.HealthBoard;
import io.winnow.core.health.Latencies;
import io.winnow.core.health.TroubleLog;
import io.winnow.core.image.HeatmapRenderer;
import io.winnow.core.image.Thumbnailer;
import io.winnow.core.inspection.FrameStore;
import io.winnow.core.inspection.InspectionStore;
import io.winnow.core.life.ModelLife;
import io.winnow.core.life.NearestPatches;
import io.winnow.core.life.Replays;
import io.winnow.core.life.Strikes;
import io.winnow.core.model.EmbeddingStore;
import io.winnow.core.model.JobRunner;
import io.winnow.core.model.LedgerDecisions;
import io.winnow.core.model.ModelStore;
import io.winnow.core.model.PollutionEstimates;
import io.winnow.core.model.StruckPatches;
import io.winnow.core.review.LabelService;
import io.winnow.core.review.LabelStore;
import io.winnow.core.review.LiveQuality;
import io.winnow.core.review.MissedDefects;
import io.winnow.core.review.ModelScoreStore;
import io.winnow.core.review.RefinementTruths;
import io.winnow.core.review.RegressionSet;
import io.winnow.core.review.ReviewStore;
import io.winnow.core.review.TruthStore;
import io.winnow.core.station.FrameQueue;
import io.winnow.core.station.RefitDesk;
import io.winnow.core.station.RefitService;
import io.winnow.core.station.RefitTimetable;
import io.winnow.core.station.Stations;
import io.winnow.core.threshold.ThresholdService;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The running service inside Quarkus: builds the {@link Plant}, hands its parts to the resources, starts and stops it in order. */
@Singleton
public class Service {
    private static final System.Logger LOG = System.getLogger(Service.class.getName());

    private final Plant plant;
    private final SystemWatch watch;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2, work -> {
        Thread thread = new Thread(work, "winnow-timer");
        thread.setDaemon(true);
        return thread;
    });

    /** @param databases of which the configured one is active */
    Service(@Any InjectableInstance<AgroalDataSource> databases, MeterRegistry registry, LivePush push) {
        this.plant = Plant.build(
                ServiceSettings.configuration(), ServiceSettings.remote(), databases.getActive(), registry, push);
        this.watch = new SystemWatch(plant);
    }

    void start(@Observes StartupEvent event, StationViews views, LivePush push, LiveEntry live) {
        ServiceSettings.welcome()
                .accept(plant.access().accounts(), plant.access().entrance().tokens());
        plant.start();
        every(2_000, "closing push channels of those who left", live::sweep);
        every(
                10_000,
                "tidying up the first password",
                () -> FirstStart.tidyBelow(
                        plant.configuration().site().storage().directory(),
                        plant.access().accounts()));
        every(60_000, "tidying up sessions", plant.access().entrance().sessions()::sweep);
        every(500, "push of station states", () -> push.flushStations(plant.stations(), views));
        every(1_000, "first fits", whileLeading(plant.refits()::startFirstFits));
        every(1_000, "station states", plant::refreshStates);
        every(1_000, "the version of the configuration", plant::refreshConfiguration);
        every(1_000, "examination of candidates", plant::examine);
        every(0, 10_000, "refits of an earlier start", whileLeading(plant.refits()::resume));
        every(1_000, "scheduled refits", whileLeading(plant.refits()::startScheduled));
        every(30_000, "what is known of drift", plant::saveDrift);
        every(
                plant.configuration().site().storage().retention().every().toMillis(),
                "retention",
                whileLeading(() -> plant.retention().run()));
        every(60_000, "the backup", plant.backups()::runWhenDue);
        every(500, "health of all parts", watch.board()::refresh);
        every(0, 60_000, "adding up what is stored", watch::measureStorage);
        every(5_000, "quality figures", plant::refreshQuality);
        LOG.log(
                System.Logger.Level.INFO,
                "site {0} is up",
                plant.configuration().site().site());
        ServiceSettings.sayWhereItListens();
    }

    /** What one of a fleet does for all. */
    private Runnable whileLeading(Runnable work) {
        return () -> {
            if (plant.leading()) {
                work.run();
            }
        };
    }

    private void every(long milliseconds, String what, Runnable work) {
        every(milliseconds, milliseconds, what, work);
    }

    private void every(long firstAfter, long milliseconds, String what, Runnable work) {
        timer.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        // The timer must go on: what failed now may work the next time.
                        LOG.log(System.Logger.Level.WARNING, what + " failed and is tried again", e);
                    }
                },
                firstAfter,
                milliseconds,
                TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        timer.shutdownNow();
        watch.close();
        plant.close();
    }

    @Produces
    @Singleton
    Plant plant() {
        return plant;
    }

    @Produces
    @Singleton
    RemoteConfiguration configuration() {
        return plant.remote();
    }

    @Produces
    @Singleton
    Stations stations() {
        return plant.stations();
    }

    @Produces
    @Singleton
    FrameQueue queue() {
        return plant.queue();
    }

    @Produces
    @Singleton
    JobRunner jobs() {
        return plant.jobs();
    }

    @Produces
    @Singleton
    RefitService refits() {
        return plant.refits().service();
    }

    @Produces
    @Singleton
    ModelLife life() {
        return plant.life();
    }

    @Produces
    @Singleton
    ModelScoreStore modelScores() {
        return plant.stores().modelScores();
    }

    @Produces
    @Singleton
    Policies policies() {
        return id -> plant.configuration().station(id).promotion();
    }

    @Produces
    @Singleton
    FrameStore frames() {
        return plant.stores().frames();
    }

    @Produces
    @Singleton
    InspectionStore inspections() {
        return plant.stores().inspections();
    }

    @Produces
    @Singleton
    LabelStore labelStore() {
        return plant.stores().labels();
    }

    @Produces
    @Singleton
    ModelStore models() {
        return plant.stores().models();
    }

    @Produces
    @Singleton
    TruthStore truths() {
        return plant.stores().truths();
    }

    @Produces
    @Singleton
    LabelService labels() {
        return plant.labels();
    }

    @Produces
    @Singleton
    MissedDefects missedDefects() {
        return plant.missedDefects();
    }

    @Produces
    @Singleton
    ReviewStore reviews() {
        return plant.stores().reviews();
    }

    @Produces
    @Singleton
    RegressionSet regressionSet() {
        return plant.stores().regression();
    }

    @Produces
    @Singleton
    StruckPatches struckPatches() {
        return plant.stores().struck();
    }

    @Produces
    @Singleton
    NearestPatches nearestPatches() {
        return plant.nearestPatches();
    }

    @Produces
    @Singleton
    Strikes strikes() {
        return plant.strikes();
    }

    @Produces
    @Singleton
    Replays replays() {
        return plant.replays();
    }

    @Produces
    @Singleton
    ThresholdService thresholds() {
        return plant.thresholds();
    }

    @Produces
    @Singleton
    LiveQuality quality() {
        return plant.quality();
    }

    @Produces
    @Singleton
    RefinementTruths refinementTruths() {
        return new RefinementTruths(
                plant.stores().models(),
                plant.stores().truths(),
                plant.stores().labels(),
                plant.stores().decisions());
    }

    @Produces
    @Singleton
    RefitDesk desk() {
        return plant.refits().desk();
    }

    @Produces
    @Singleton
    RefitTimetable timetable() {
        return plant.refits().timetable();
    }

    @Produces
    @Singleton
    LedgerDecisions decisions() {
        return plant.stores().decisions();
    }

    @Produces
    @Singleton
    PollutionEstimates pollution() {
        return plant.stores().pollution();
    }

    @Produces
    @Singleton
    EmbeddingStore embeddings() {
        return plant.stores().embeddings();
    }

    @Produces
    @Singleton
    HealthBoard board() {
        return watch.board();
    }

    @Produces
    @Singleton
    TroubleLog troubles() {
        return watch.troubles();
    }

    @Produces
    @Singleton
    Latencies latencies() {
        return plant.latencies();
    }

    @Produces
    @Singleton
    SystemFacts facts() {
        return watch::facts;
    }

    @Produces
    @Singleton
    HeatmapRenderer heatmaps() {
        return new OpenCvHeatmapRenderer();
    }

    @Produces
    @Singleton
    Thumbnailer thumbnails() {
        return new OpenCvThumbnailer();
    }

    @Produces
    @Singleton
    Clock clock() {
        return plant.clock();
    }

    @Produces
    @Singleton
    SiteStatus status() {
        Configuration configuration = plant.configuration();
        return () -> new SiteStatus.View(
                configuration.site().site(),
                ServiceSettings.version(),
                plant.startedAt(),
                broker(configuration),
                new SiteStatus.IndexView(plant.indexImplementation()),
                configuration.stations().stream().anyMatch(station -> station.truth()));
    }

    private SiteStatus.BrokerView broker(Configuration configuration) {
        Optional<ConnectionState> worst = plant.worstConnection();
        return new SiteStatus.BrokerView(
                worst.map(state -> state.connected() ? "connected" : "connecting")
                        .orElse("disabled"),
                configuration
                        .site()
                        .broker()
                        .map(broker -> broker.uri().toString())
                        .orElse(""));
    }
}
