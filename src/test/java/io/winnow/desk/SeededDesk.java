package io.winnow.desk;

import io.winnow.adapter.storage.FileFrameStore;
import io.winnow.adapter.storage.SqlInspectionStore;
import io.winnow.adapter.storage.TestDatabase;
import io.winnow.core.detector.AnomalyMap;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.FrameId;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.image.ScoredRegion;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.OutgoingEvent;
import io.winnow.core.inspection.ReviewSelection;
import io.winnow.core.inspection.Stage;
import io.winnow.core.inspection.StationId;
import io.winnow.core.inspection.Timings;
import io.winnow.core.inspection.Verdict;
import io.winnow.desk.PartPainter.Part;
import io.winnow.testing.Login;
import io.winnow.testing.Readiness;
import io.winnow.testing.RestClient;
import io.winnow.testing.WinnowProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.flywaydb.core.Flyway;

/** The packaged service over a store that already holds inspected frames, as after a shift nobody had time to review. */
final class SeededDesk implements AutoCloseable {
    static final StationId STATION = new StationId("press-1");

    private static final int MAP = 16;
    /** Recent, so that retention has no business with them. */
    private static final Instant START =
            Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofHours(6));

    private static final int VARIANTS = 6;

    private final WinnowProcess process;
    private final URI uri;
    private final Login login;

    private SeededDesk(WinnowProcess process, URI uri, Path data) {
        this.process = process;
        this.uri = uri;
        this.login = Login.firstAdmin(uri, data);
    }

    /** Starts the service over these frames, oldest first. */
    static SeededDesk start(Path folder, List<Inspection> inspections, Map<Part, List<EncodedImage>> pictures)
            throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        Path file = data.resolve("winnow.db");
        Flyway.configure().dataSource("jdbc:sqlite:" + file, null, null).load().migrate();
        SqlInspectionStore store = new SqlInspectionStore(TestDatabase.open(file));
        for (Inspection inspection : inspections) {
            store.save(inspection, new OutgoingEvent(inspection.id().value(), STATION, ByteBuffer.allocate(1)));
        }
        FileFrameStore frames = new FileFrameStore(data.resolve("frames"));
        for (List<EncodedImage> images : pictures.values()) {
            for (EncodedImage image : images) {
                frames.put(image);
            }
        }
        int port = freePort();
        WinnowProcess process =
                WinnowProcess.start(folder.resolve("service.log"), "serve", "--config", configuration(folder, port));
        SeededDesk desk = new SeededDesk(process, URI.create("http://127.0.0.1:" + port), data);
        Readiness.await(desk.client(), process);
        return desk;
    }

    private static String configuration(Path folder, int port) throws IOException {
        Path configuration = folder.resolve("edge-config");
        Files.createDirectories(configuration.resolve("stations"));
        Files.writeString(configuration.resolve("site.yaml"), """
                site: test
                http: {host: 127.0.0.1, port: %d}
                storage: {directory: %s}
                models: {directory: %s}
                """.formatted(
                        port, folder.resolve("data"), Path.of("models").toAbsolutePath()));
        Files.writeString(configuration.resolve("stations/press-1.yaml"), """
                line: press
                camera: top
                backbone: scattering_j3_l8
                inputSize: {height: 256, width: 256}
                """);
        return configuration.toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Some pictures of each part. */
    static Map<Part, List<EncodedImage>> pictures() {
        Map<Part, List<EncodedImage>> pictures = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            List<EncodedImage> images = new ArrayList<>();
            for (int variant = 0; variant < VARIANTS; variant++) {
                images.add(EncodedImage.adopt(PartPainter.frame(part, variant)));
            }
            pictures.put(part, images);
        }
        return pictures;
    }

    /** A frame of that part with a score of 0 to 2, rejected above 1, in the grey band above 0.8, otherwise passed and drawn for audit. */
    static Inspection inspection(int number, Part part, double score, Map<Part, List<EncodedImage>> pictures) {
        return inspection(START, number, part, score, pictures);
    }

    /** The same, so many seconds after some time. */
    static Inspection inspection(
            Instant start, int number, Part part, double score, Map<Part, List<EncodedImage>> pictures) {
        EncodedImage image = Objects.requireNonNull(pictures.get(part)).get(number % VARIANTS);
        Verdict verdict = score > 1
                ? new Verdict.Reject(score, 1)
                : score > 0.8 ? Verdict.Undecided.between(score, 0.8, 1) : new Verdict.Pass(score, 1);
        ReviewSelection selection = new ReviewSelection(
                score > 1
                        ? ReviewSelection.Reason.REJECT
                        : score > 0.8 ? ReviewSelection.Reason.GREY_BAND : ReviewSelection.Reason.AUDIT,
                1);
        List<ScoredRegion> regions = part == Part.GOOD
                ? List.of()
                : List.of(new ScoredRegion(
                        new RegionOfInterest(
                                part.x - part.halfWidth,
                                part.y - part.halfHeight,
                                part.x + part.halfWidth,
                                part.y + part.halfHeight),
                        score));
        return new Inspection(
                new InspectionId("%08d".formatted(number)),
                STATION,
                new FrameId("frame-" + number),
                Optional.of("part-" + number),
                Optional.empty(),
                image.hash(),
                Optional.of(new ImageSize(PartPainter.HEIGHT, PartPainter.WIDTH)),
                start.plusSeconds(number),
                start.plusSeconds(number).plusMillis(40),
                Optional.of(new ModelVersion(3)),
                verdict,
                regions,
                Optional.of(map(part, score, number)),
                new Timings(Map.of(Stage.DECODE, Duration.ofMillis(3), Stage.BACKBONE, Duration.ofMillis(30))),
                Optional.of(selection));
    }

    /** Highest where the defect is; a good part's map has a weak peak that wanders. */
    private static AnomalyMap map(Part part, double score, int number) {
        boolean good = part == Part.GOOD;
        double x = good ? (number * 5 % MAP) / (double) MAP : part.x;
        double y = good ? (number * 3 % MAP) / (double) MAP : part.y;
        float[] scores = new float[MAP * MAP];
        for (int row = 0; row < MAP; row++) {
            for (int column = 0; column < MAP; column++) {
                double dx = (column + 0.5) / MAP - x;
                double dy = (row + 0.5) / MAP - y;
                scores[row * MAP + column] = (float) (0.05 + score * Math.exp(-60 * (dx * dx + dy * dy)));
            }
        }
        return new AnomalyMap(MAP, MAP, scores);
    }

    String url() {
        return uri.toString();
    }

    RestClient client() {
        return new RestClient(uri, login);
    }

    /** Its administrator. */
    Login login() {
        return login;
    }

    String log() {
        return process.output();
    }

    @Override
    public void close() {
        process.close();
    }
}
