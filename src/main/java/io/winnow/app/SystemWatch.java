package io.winnow.app;

import io.winnow.adapter.mqtt.ConnectionState;
import io.winnow.adapter.onnx.OnnxBackboneRuntime;
import io.winnow.adapter.opencv.OpenCvLibrary;
import io.winnow.adapter.rest.SystemFacts;
import io.winnow.app.config.SiteConfiguration;
import io.winnow.core.Progress;
import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.health.Execution;
import io.winnow.core.health.Finding;
import io.winnow.core.health.Findings;
import io.winnow.core.health.HealthBoard;
import io.winnow.core.health.HealthBoard.Watch;
import io.winnow.core.health.StorageUse;
import io.winnow.core.health.TroubleLog;
import io.winnow.core.index.FloatMatrix;
import io.winnow.core.index.IndexSettings;
import io.winnow.core.index.NearestNeighborIndex;
import io.winnow.core.index.VectorSource;
import io.winnow.core.model.Artefact;
import io.winnow.core.model.Job;
import io.winnow.core.model.ModelManifest;
import io.winnow.core.station.FrameQueue;
import io.winnow.core.station.Station;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/** Watches every part of the plant for the System page. Thread-safe. */
final class SystemWatch implements AutoCloseable {
    private static final Duration OFTEN = Duration.ofSeconds(1);
    private static final Duration NOW_AND_THEN = Duration.ofSeconds(10);
    /** For what takes a machine's cores, though briefly, or walks through all files. */
    private static final Duration SELDOM = Duration.ofMinutes(1);

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern EXCEPTION = Pattern.compile("\\b(?:\\w+\\.)+\\w*(?:Exception|Error): ?| \\(\\d{5}\\)");

    private final Plant plant;
    private final TroubleLog troubles = new TroubleLog();
    private final TroubleHandler handler;
    private final ExecutorService looks = Executors.newCachedThreadPool(look -> {
        Thread thread = new Thread(look, "winnow-health");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    });
    private final HealthBoard board;
    private final Map<String, Execution> executions = new ConcurrentSkipListMap<>();
    private volatile Optional<StorageUse> storage = Optional.empty();
    private volatile Optional<String> databaseVersion = Optional.empty();

    SystemWatch(Plant plant) {
        this.plant = plant;
        this.board = new HealthBoard(watches(), looks, plant.clock(), PATIENCE);
        this.handler = new TroubleHandler(
                troubles,
                new Redaction(secrets(plant.configuration().site())),
                plant.stations().all().stream()
                        .map(station -> station.id().value())
                        .toList());
        handler.install();
    }

    private static List<String> secrets(SiteConfiguration site) {
        return site.broker().flatMap(SiteConfiguration.Broker::credentials).stream()
                .map(SystemWatch::password)
                .toList();
    }

    private static String password(SiteConfiguration.Credentials credentials) {
        try {
            return credentials.password().reveal();
        } catch (IOException e) {
            throw new UncheckedIOException("the broker's password cannot be read: " + e.getMessage(), e);
        }
    }

    HealthBoard board() {
        return board;
    }

    TroubleLog troubles() {
        return troubles;
    }

    private List<Watch> watches() {
        List<Watch> watches = new ArrayList<>();
        watches.add(watch("broker", OFTEN, this::broker));
        watches.add(watch("database", NOW_AND_THEN, this::database));
        watches.add(watch("disk", NOW_AND_THEN, plant.stores().probes()::disk));
        plant.stores().bucket().ifPresent(bucket -> watches.add(watch("objects", NOW_AND_THEN, bucket::look)));
        watches.add(watch("frames", NOW_AND_THEN, plant.stores().probes()::frames));
        for (Station station : plant.stations().all()) {
            watches.add(watch("model", station, NOW_AND_THEN, () -> model(station)));
            watches.add(watch(
                    "camera",
                    station,
                    OFTEN,
                    () -> Findings.camera(station.lastFrameAt(), plant.clock().instant())));
        }
        plant.openBackbones()
                .forEach((name, backbone) ->
                        watches.add(new Watch("backbone", Optional.of(name), SELDOM, () -> backbone(name, backbone))));
        watches.add(watch("search", SELDOM, this::search));
        watches.add(watch("queue", OFTEN, this::queue));
        watches.add(watch(
                "outbox",
                OFTEN,
                () -> Findings.outbox(
                        plant.stores().outbox().waiting(),
                        plant.configuration().site().broker().isPresent())));
        watches.add(watch("jobs", OFTEN, this::jobs));
        watches.add(watch(
                "retention", OFTEN, () -> Findings.retention(plant.retention().status())));
        watches.add(watch("backup", NOW_AND_THEN, plant.backups()::finding));
        watches.add(
                watch("clock", OFTEN, () -> Findings.clock(plant.clockWatch().look())));
        watches.add(watch("configuration", OFTEN, plant.configurationWatch()::finding));
        watches.add(watch("memory", NOW_AND_THEN, SystemWatch::memory));
        return watches;
    }

    private static Watch watch(String kind, Duration every, HealthBoard.Probe probe) {
        return new Watch(kind, Optional.empty(), every, probe);
    }

    private static Watch watch(String kind, Station station, Duration every, HealthBoard.Probe probe) {
        return new Watch(kind, Optional.of(station.id().value()), every, probe);
    }

    private Finding broker() {
        Optional<SiteConfiguration.Broker> broker = plant.configuration().site().broker();
        Optional<ConnectionState> worst = plant.worstConnection();
        if (broker.isEmpty() || worst.isEmpty()) {
            return Findings.noBroker();
        }
        String uri = broker.get().uri().toString();
        return worst.get().connected()
                ? Findings.brokerConnected(uri, plant.stations().all().size())
                : Findings.brokerLost(
                        uri, worst.get().since(), worst.get().lastError().map(SystemWatch::withoutJargon));
    }

    /** Names of exceptions and error numbers say nothing to whoever can mend a network. */
    private static String withoutJargon(String reason) {
        return EXCEPTION.matcher(reason).replaceAll("");
    }

    private Finding database() {
        if (databaseVersion.isEmpty()) {
            databaseVersion = Optional.of(plant.stores().probes().databaseVersion());
        }
        return plant.stores().probes().database();
    }

    /** Files are compared by name and size: what is in them is verified before each use. */
    private Finding model(Station station) {
        Optional<ModelManifest> serving = station.model();
        if (serving.isEmpty()) {
            return station.refusal()
                    .map(Findings::refused)
                    .orElseGet(() -> Findings.collecting(
                            station.poolFrames(), station.settings().collectFrames()));
        }
        String version = serving.get().version().toString();
        Optional<String> standsIn = plant.life().degraded(station);
        if (standsIn.isPresent()) {
            return Findings.standsIn(version, standsIn.get());
        }
        Path folder = plant.stores().models().folder(station.id(), serving.get().version());
        try {
            return Findings.serves(version, requireFiles(folder));
        } catch (IOException e) {
            return Findings.filesChanged(version, String.valueOf(e.getMessage()));
        }
    }

    private long requireFiles(Path folder) throws IOException {
        Artefact artefact = plant.artefacts().read(folder);
        long bytes = 0;
        for (Map.Entry<String, Artefact.Seal> file : artefact.files().entrySet()) {
            Path path = folder.resolve(file.getKey());
            if (!Files.isRegularFile(path)) {
                throw new IOException("file %s is gone".formatted(file.getKey()));
            }
            if (Files.size(path) != file.getValue().bytes()) {
                throw new IOException("file %s has %d bytes, its manifest says %d"
                        .formatted(
                                file.getKey(), Files.size(path), file.getValue().bytes()));
            }
            bytes += file.getValue().bytes();
        }
        return bytes;
    }

    private Finding backbone(String name, FeatureExtractor backbone) {
        Execution execution = Backbones.probe(name, backbone);
        executions.put(name, execution);
        return Findings.backbone(
                execution, plant.configuration().site().inference().providers().get(0));
    }

    /** Searches a vector among others and must find it. */
    private Finding search() {
        float[][] rows = {{0, 0}, {3, 4}, {6, 8}};
        FloatMatrix vectors = FloatMatrix.copyOf(rows);
        try (NearestNeighborIndex index =
                plant.search().indexes().build(VectorSource.of(vectors), IndexSettings.FLAT, 1, Progress.NONE)) {
            var found = index.search(FloatMatrix.copyOf(new float[][] {{3, 3}}), 1);
            if (found.id(0, 0) != 1 || found.squaredDistance(0, 0) != 1) {
                throw new IllegalStateException("search found vector %d at squared distance %s, must find 1 at 1"
                        .formatted(found.id(0, 0), found.squaredDistance(0, 0)));
            }
        }
        return Findings.search(plant.search().description(), plant.search().fast());
    }

    private Finding queue() {
        FrameQueue queue = plant.queue();
        return queue.outage()
                .map(outage -> Findings.notStored(outage.since(), outage.reason(), queue.waiting()))
                .orElseGet(
                        () -> Findings.queue(queue.working(), queue.waiting(), queue.longestLine(), queue.capacity()));
    }

    private Finding jobs() {
        Optional<Job> newest = plant.jobs().newest();
        if (newest.isEmpty()) {
            return Findings.noJob();
        }
        Job job = newest.get();
        String station = job.station().value();
        return switch (job.state()) {
            case RUNNING -> Findings.jobRuns(station, Math.round(job.percent()));
            case FAILED -> Findings.jobFailed(station, job.error().orElse("no reason is known"));
            case SUCCEEDED, CANCELLED ->
                Findings.jobEnded(station, job.finishedAt().orElse(job.startedAt()));
        };
    }

    private static Finding memory() {
        Runtime runtime = Runtime.getRuntime();
        return Findings.memory(runtime.totalMemory() - runtime.freeMemory(), runtime.maxMemory());
    }

    /** Adds up what is stored. */
    void measureStorage() {
        try {
            storage = Optional.of(plant.stores().probes().use());
        } catch (IOException e) {
            throw new UncheckedIOException("what is stored could not be added up: " + e.getMessage(), e);
        }
    }

    /** What the page says beside health. */
    SystemFacts.Facts facts() {
        Map<String, String> libraries = new LinkedHashMap<>();
        libraries.put("ONNX Runtime", OnnxBackboneRuntime.runtimeVersion());
        libraries.put("OpenCV", OpenCvLibrary.version());
        libraries.put("search", plant.search().name());
        databaseVersion.ifPresent(
                version -> libraries.put(plant.stores().probes().databaseName(), version));
        return new SystemFacts.Facts(
                plant.configuration().site().site(),
                ServiceSettings.version(),
                plant.startedAt(),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
                "%s %s, %s"
                        .formatted(
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                System.getProperty("os.arch")),
                Runtime.getRuntime().availableProcessors(),
                List.copyOf(executions.values()),
                libraries,
                storage,
                plant.retention().status());
    }

    @Override
    public void close() {
        handler.remove();
        looks.shutdownNow();
    }
}
