package io.winnow.app.perf;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.quarkus.flyway.runtime.QuarkusFlywayResourceProvider;
import io.quarkus.flyway.runtime.QuarkusPathLocationScanner;
import io.winnow.adapter.faiss.FaissIndexFactory;
import io.winnow.adapter.faiss.FaissUnavailableException;
import io.winnow.adapter.faiss.NativeGreedyKCenter;
import io.winnow.adapter.mqtt.VerdictEvent;
import io.winnow.adapter.opencv.OpenCvImageDecoder;
import io.winnow.adapter.storage.Database;
import io.winnow.adapter.storage.FileEmbeddingStore;
import io.winnow.adapter.storage.FileFrameStore;
import io.winnow.adapter.storage.SqlInspectionStore;
import io.winnow.adapter.storage.SqlPoolStore;
import io.winnow.app.NativeExecutable;
import io.winnow.core.Progress;
import io.winnow.core.detector.PatchCore;
import io.winnow.core.detector.PatchCoreSettings;
import io.winnow.core.detector.PatchCoreTrainer;
import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.feature.PoolEmbeddings;
import io.winnow.core.image.DecodeLimits;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.FrameId;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.Preprocessing;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.image.UndecodableImageException;
import io.winnow.core.inspection.CapturedFrame;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.RegionLocator;
import io.winnow.core.inspection.StationId;
import io.winnow.core.model.ModelManifest;
import io.winnow.core.model.RefitPlan;
import io.winnow.core.perf.PerfException;
import io.winnow.core.perf.Spread;
import io.winnow.core.station.FrameReader;
import io.winnow.core.station.FrameWriter;
import io.winnow.core.station.Overload;
import io.winnow.core.station.ServingModel;
import io.winnow.core.station.Station;
import io.winnow.core.station.StationListener;
import io.winnow.core.station.StationSettings;
import io.winnow.core.station.StationSurroundings;
import io.winnow.core.station.Stations;
import io.winnow.core.station.Upkeep;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Stations that share one backbone, with a model each and everything that the service has between a frame and its stored verdict:
 * frames and database on disk, durable as there. Lives in a folder of its own, which goes when it is closed.
 */
final class TestLine implements AutoCloseable {
    private static final long SEED = 7;
    private static final int SAMPLES = 8;

    /**
     * What is set up.
     *
     * @param picture size of the frames
     * @param input what they are scaled to
     * @param bankVectors patches in each memory bank, about: whole images are taken
     * @param overload what becomes of frames that come too fast
     */
    record Settings(int cameras, ImageSize picture, ImageSize input, int bankVectors, int threads, Overload overload) {}

    private final Settings settings;
    private final ScratchFolder scratch;
    private final AgroalDataSource source;
    private final FeatureExtractor backbone;
    private final Preprocessing preprocessing;
    private final Pictures pictures;
    private final Stations stations;
    private final AtomicLong frames = new AtomicLong();
    private final AtomicLong inspections = new AtomicLong();
    private long bankSize;
    private int patches;
    private int dimension;

    private TestLine(Settings settings, FeatureExtractor backbone, ScratchFolder scratch)
            throws IOException, SQLException {
        this.settings = settings;
        this.backbone = backbone;
        this.scratch = scratch;
        Path folder = scratch.path();
        this.preprocessing = new Preprocessing(
                RegionOfInterest.WHOLE, settings.input(), backbone.manifest().normalisation());
        this.pictures = new Pictures(settings.picture(), SAMPLES, SEED);
        String file = folder.resolve("winnow.db").toString();
        migrate("jdbc:sqlite:" + file);
        this.source = AgroalDataSource.from(
                new AgroalDataSourceConfigurationSupplier().connectionPoolConfiguration(pool -> pool.maxSize(8)
                        .connectionFactoryConfiguration(connection -> connection.jdbcUrl("jdbc:sqlite:" + file
                                + "?journal_mode=WAL&synchronous=FULL&busy_timeout=5000&foreign_keys=on"))));
        Database database = new Database(source);
        FileFrameStore frameStore = new FileFrameStore(folder.resolve("frames"));
        FileEmbeddingStore embeddings = new FileEmbeddingStore(folder.resolve("embeddings"));
        FrameWriter writer = new FrameWriter();
        List<Station> built = new ArrayList<>();
        for (int camera = 0; camera < settings.cameras(); camera++) {
            built.add(station(
                    camera,
                    new StationSurroundings(
                            frameStore,
                            writer,
                            new SqlInspectionStore(database),
                            new SqlPoolStore(database),
                            embeddings,
                            new RegionLocator(),
                            inspection -> new VerdictEvent(inspection).toOutgoing(),
                            new StationListener() {},
                            () -> new InspectionId("%026d".formatted(inspections.incrementAndGet())),
                            Clock.systemUTC())));
        }
        this.stations = new Stations(built);
    }

    private static void migrate(String url) {
        FluentConfiguration flyway = Flyway.configure().dataSource(url, null, null);
        if (NativeExecutable.running()) {
            // It has no class path to search: the framework noted the files when it was built.
            flyway.javaMigrationClassProvider(List::of)
                    .resourceProvider(new QuarkusFlywayResourceProvider(
                            new QuarkusPathLocationScanner(flyway, List.of(flyway.getLocations())).scanForResources()));
        }
        flyway.load().migrate();
    }

    /** A line whose stations all serve a model. */
    static TestLine open(Settings settings, FeatureExtractor backbone) throws PerfException {
        try {
            TestLine line = new TestLine(settings, backbone, ScratchFolder.create());
            line.serve();
            return line;
        } catch (IOException | SQLException | UndecodableImageException | FaissUnavailableException e) {
            throw new PerfException("no line to measure could be set up: " + e.getMessage(), e);
        }
    }

    private Station station(int camera, StationSurroundings surroundings) {
        StationSettings station = new StationSettings(
                new StationId("camera" + camera),
                "perf",
                "camera" + camera,
                preprocessing,
                StationSettings.FEWEST_POOL_FRAMES,
                false,
                new RefitPlan("none", 0, SEED, OptionalDouble.empty(), 0.01),
                Upkeep.none(StationSettings.FEWEST_POOL_FRAMES),
                settings.overload());
        FrameReader reader = new FrameReader(new OpenCvImageDecoder(DecodeLimits.DEFAULT), preprocessing, backbone);
        return new Station(station, reader, surroundings);
    }

    private void serve() throws UndecodableImageException, FaissUnavailableException {
        PatchCoreTrainer trainer = new PatchCoreTrainer(
                FaissIndexFactory.load(settings.threads()),
                NativeGreedyKCenter.load(settings.threads()),
                PatchCoreSettings.DEFAULT.withStandardise(backbone.manifest().standardise()));
        PoolEmbeddings pool = PoolEmbeddings.of(pool());
        for (Station station : stations.all()) {
            PatchCore detector = trainer.fit(pool, SEED, Progress.NONE);
            bankSize = detector.size();
            station.serve(new ServingModel(
                    manifest(station, detector, pool.size(), middleScore(station.reader(), detector)), detector));
        }
    }

    private double middleScore(FrameReader reader, PatchCore detector) throws UndecodableImageException {
        List<Double> scores = new ArrayList<>();
        for (EncodedImage image : pictures.originals()) {
            scores.add(detector.detect(reader.read(image)).score());
        }
        return Spread.of(scores.stream().mapToDouble(Double::doubleValue).toArray())
                .median();
    }

    private List<PatchEmbeddings> pool() throws UndecodableImageException {
        FrameReader reader = stations.all().get(0).reader();
        List<PatchEmbeddings> pool = new ArrayList<>();
        int vectors = 0;
        while (vectors < settings.bankVectors()) {
            List<EncodedImage> more = new Pictures(settings.picture(), SAMPLES, SEED + 1 + vectors).originals();
            for (EncodedImage image : more) {
                if (vectors < settings.bankVectors()) {
                    PatchEmbeddings embeddings = reader.read(image);
                    patches = embeddings.patches();
                    dimension = embeddings.dimension();
                    vectors += patches;
                    pool.add(embeddings);
                }
            }
        }
        return pool;
    }

    /** With a threshold that every other frame exceeds: those that are rejected cost more, they are searched for regions. */
    private static ModelManifest manifest(Station station, PatchCore detector, int poolFrames, double threshold) {
        return new ModelManifest(
                station.id(),
                new ModelVersion(1),
                Clock.systemUTC().instant(),
                station.reader().backbone().manifest().name(),
                station.recipe().hash().hex(),
                "patchcore",
                detector.indexDescription(),
                "none",
                0,
                SEED,
                poolFrames,
                0,
                threshold,
                threshold,
                "winnow perf");
    }

    Settings settings() {
        return settings;
    }

    FeatureExtractor backbone() {
        return backbone;
    }

    Stations stations() {
        return stations;
    }

    Preprocessing preprocessing() {
        return preprocessing;
    }

    long bankSize() {
        return bankSize;
    }

    /** Patches of one frame. */
    int patches() {
        return patches;
    }

    int dimension() {
        return dimension;
    }

    /** A frame that no station has seen. */
    CapturedFrame frame(Station station) {
        return new CapturedFrame(
                station.id(),
                new FrameId("perf-" + frames.incrementAndGet()),
                Clock.systemUTC().instant(),
                Optional.empty(),
                Optional.empty(),
                pictures.next());
    }

    /** Inspects a frame from its bytes to its stored verdict. */
    Inspection inspect(Station station) {
        return station.inspect(frame(station), Duration.ZERO);
    }

    @Override
    public void close() {
        stations.close();
        source.close();
        scratch.close();
    }
}
