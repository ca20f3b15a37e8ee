package io.winnow.app;

import io.winnow.adapter.faiss.BackgroundThreads;
import io.winnow.adapter.opencv.OpenCvLibrary;
import io.winnow.adapter.rest.LivePush;
import io.winnow.app.config.Configuration;
import io.winnow.core.inspection.RegionLocator;
import io.winnow.core.inspection.StationId;
import io.winnow.core.life.ModelLife;
import io.winnow.core.model.Artefact;
import io.winnow.core.model.Artefacts;
import io.winnow.core.model.Job;
import io.winnow.core.model.JobRunner;
import io.winnow.core.model.Refitter;
import io.winnow.core.pool.OperatorPins;
import io.winnow.core.station.FrameQueue;
import io.winnow.core.station.RefitDesk;
import io.winnow.core.station.RefitService;
import io.winnow.core.station.RefitTimetable;
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
import java.util.function.Consumer;

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
            Clock clock) {}

    private final Stations stations;
    private final RefitService service;
    private final RefitDesk desk;
    private final RefitTimetable timetable;
    private final FirstFits firstFits;

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
        return new RefitService(
                jobs,
                refitter(tools),
                station -> tools.builder().setup(station, tools.configuration().station(station.id())),
                Strategies.names(),
                (name, station) -> Strategies.by(
                        name,
                        tools.builder().trainer(station, tools.configuration().station(station.id())),
                        tools.search().indexes(),
                        OperatorPins.of(
                                stores.decisions().list(station.id()),
                                stores.pool().entries(station.id()))),
                tools.life());
    }

    private static Refitter refitter(Tools tools) {
        Stores stores = tools.stores();
        Search search = tools.search();
        return new Refitter(new Refitter.Tools(
                stores.pool(),
                stores.embeddings(),
                stores.frames(),
                stores.models(),
                tools.artefacts(),
                new RegionLocator(),
                tools.clock(),
                "%s on %s %s".formatted(search.name(), System.getProperty("os.name"), System.getProperty("os.arch")),
                Artefact.Environment.here(Map.of(
                        "winnow", ServiceSettings.version(),
                        "search", search.name(),
                        "opencv", OpenCvLibrary.version(),
                        "backbones", tools.backbones().description())),
                MemoryLimit.of(tools.configuration().site().refit()),
                stores.struck()));
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
