package io.winnow.app;

import io.winnow.adapter.faiss.BackgroundThreads;
import io.winnow.adapter.opencv.OpenCvLibrary;
import io.winnow.adapter.rest.LivePush;
import io.winnow.app.config.Configuration;
import io.winnow.app.config.SiteConfiguration;
import io.winnow.core.detector.PatchCoreTrainer;
import io.winnow.core.inspection.RegionLocator;
import io.winnow.core.inspection.StationId;
import io.winnow.core.life.ModelLife;
import io.winnow.core.model.Artefact;
import io.winnow.core.model.Artefacts;
import io.winnow.core.model.Job;
import io.winnow.core.model.JobRunner;
import io.winnow.core.model.RefitExecutor;
import io.winnow.core.model.Refitter;
import io.winnow.core.pool.OperatorPins;
import io.winnow.core.refinement.Refiner;
import io.winnow.core.station.FrameQueue;
import io.winnow.core.station.LocalRefits;
import io.winnow.core.station.RefitDesk;
import io.winnow.core.station.RefitService;
import io.winnow.core.station.RefitTimetable;
import io.winnow.core.station.Station;
import io.winnow.core.station.Stations;
import io.winnow.core.watch.DriftAlarm;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Everything that fits models: by command, by timetable, proposed after drift, and the first ones. Thread-safe. */
final class RefitWorks {
    /** A refit waits no longer than this for frames at each of its steps, so that it ends on a busy line too. */
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

    /** What fitting needs. */
    record Tools(
            Configuration configuration,
            Stores stores,
            Search search,
            Backbones backbones,
            StationBuilder builder,
            Stations stations,
            Artefacts artefacts,
            ModelLife life,
            Clock clock,
            Supplier<Optional<String>> elsewhere) {}

    private final Stations stations;
    private final RefitService service;
    private final RefitDesk desk;
    private final RefitTimetable timetable;
    private final FirstFits firstFits;
    private volatile boolean resumed;

    RefitWorks(Tools tools, JobRunner jobs, LivePush push) {
        this.stations = tools.stations();
        this.service = service(tools, jobs);
        this.desk = new RefitDesk(tools.stores().proposals(), service, tools.clock(), push::changed);
        this.timetable = new RefitTimetable(
                station -> service.start(station, Optional.empty(), OptionalDouble.empty()),
                tools.stores().scheduled(),
                tools.clock(),
                ZoneId.systemDefault());
        this.firstFits = new FirstFits(jobs, service);
    }

    /** Runs one job at a time, which gives way to frames that are being judged; while nothing is judged yet, the first fit is what all wait for. */
    static JobRunner jobs(Clock clock, Stations stations, FrameQueue queue, Consumer<Job> listener) {
        JobRunner.Gate gate = () -> {
            if (stations.all().stream().anyMatch(station -> station.model().isPresent())) {
                queue.awaitIdle(LONGEST_PAUSE);
            }
        };
        return new JobRunner(clock, listener, gate, BackgroundThreads::yieldThis);
    }

    private static RefitService service(Tools tools, JobRunner jobs) {
        Stores stores = tools.stores();
        Refitter refitter = refitter(
                tools.configuration().site(),
                stores,
                tools.search(),
                tools.backbones(),
                tools.artefacts(),
                tools.clock());
        Function<Station, Refitter.Setup> setups =
                station -> tools.builder().setup(station, tools.configuration().station(station.id()));
        BiFunction<String, Station, Refiner> refiners = (name, station) -> refiner(
                name,
                station,
                tools.builder().trainer(station, tools.configuration().station(station.id())),
                stores,
                tools.search());
        Stations stations = tools.stations();
        RefitExecutor executor = RefitPlaces.elsewhere(
                        tools.configuration().site(), stores.jobReports(), System.getenv())
                .<RefitExecutor>map(elsewhere -> new TakenOver(elsewhere, stations, tools.life()))
                .orElseGet(() -> new LocalRefits(
                        refitter, id -> stations.find(id).orElseThrow(), setups, refiners, tools.life()));
        BiFunction<String, Station, Refiner> here = (name, station) -> {
            tools.elsewhere().get().ifPresent(why -> {
                throw new JobRunner.BusyException(why);
            });
            return refiners.apply(name, station);
        };
        return new RefitService(jobs, refitter, setups, Strategies.names(), here, executor);
    }

    static Refiner refiner(String strategy, Station station, PatchCoreTrainer trainer, Stores stores, Search search) {
        return Strategies.by(
                strategy,
                trainer,
                search.indexes(),
                OperatorPins.of(
                        stores.decisions().list(station.id()), stores.pool().entries(station.id())));
    }

    static Refitter refitter(
            SiteConfiguration site,
            Stores stores,
            Search search,
            Backbones backbones,
            Artefacts artefacts,
            Clock clock) {
        return new Refitter(new Refitter.Tools(
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
                MemoryLimit.of(site.refit()),
                stores.struck()));
    }

    /** Goes on with refits of an earlier start that still run elsewhere, once they can be asked for. */
    void resume() {
        if (resumed) {
            return;
        }
        try {
            service.resume();
            resumed = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IllegalStateException("refits that may still run cannot be asked for: " + e.getMessage(), e);
        }
    }

    /** Proposes a refit to people, because a station drifts. */
    void propose(StationId station, DriftAlarm alarm) {
        desk.propose(
                station,
                "%s changed at %s"
                        .formatted(
                                alarm.sign().name().toLowerCase(Locale.ROOT),
                                alarm.raisedAt().truncatedTo(ChronoUnit.SECONDS)));
    }

    void startScheduled() {
        stations.all().forEach(timetable::startWhereDue);
    }

    void startFirstFits() {
        stations.all().forEach(firstFits::startWhereDue);
    }

    RefitService service() {
        return service;
    }

    RefitDesk desk() {
        return desk;
    }

    RefitTimetable timetable() {
        return timetable;
    }
}
