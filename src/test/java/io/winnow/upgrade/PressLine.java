package io.winnow.upgrade;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.testing.Await;
import io.winnow.testing.Login;
import io.winnow.testing.Pictures;
import io.winnow.testing.Readiness;
import io.winnow.testing.RestClient;
import io.winnow.testing.WinnowProcess;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * One small station of the packaged service, with which fixtures are made and read.
 *
 * <p>{@code java -cp … io.winnow.upgrade.PressLine FILE.zip} makes the fixture of the packaged version: a backup after collecting,
 * a fit, inspections and labels.
 */
final class PressLine {
    static final String STATION = "/api/v1/stations/press-1";
    static final int COLLECTED = 12;
    private static final int SIDE = 64;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path folder;
    private final int port;
    private final Path configuration;

    PressLine(Path folder) throws IOException {
        this.folder = folder;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = socket.getLocalPort();
        }
        this.configuration = Files.createDirectories(folder.resolve("edge-config"));
        Files.createDirectories(configuration.resolve("stations"));
        Files.writeString(configuration.resolve("site.yaml"), """
                site: ulm
                http: {port: %d}
                models: {directory: '%s'}
                """.formatted(
                        port, Path.of("models").toAbsolutePath()));
        Files.writeString(configuration.resolve("stations/press-1.yaml"), """
                line: line-1
                camera: camera-1
                backbone: scattering_j3_l8
                inputSize: {height: %d, width: %d}
                collect: {frames: %d, autoFit: true}
                refit: {strategy: random}
                detector: {coresetShare: 0.2}
                imageQuality: {enabled: false}
                """.formatted(SIDE, SIDE, COLLECTED));
    }

    WinnowProcess serve() throws IOException {
        return WinnowProcess.start(folder.resolve("service.log"), "serve", "--config", configuration.toString());
    }

    /** Exit status and output of a command on this configuration. */
    Map.Entry<Integer, String> run(String command, String... arguments) throws Exception {
        String[] all = new String[arguments.length + 3];
        all[0] = command;
        all[1] = "--config";
        all[2] = configuration.toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        try (WinnowProcess process = WinnowProcess.start(Files.createTempFile(folder, command, ".log"), all)) {
            int status = process.awaitExit(PATIENCE);
            return Map.entry(status, process.output());
        }
    }

    /** A client that may do everything, once the service is ready. */
    RestClient ready(WinnowProcess service) {
        RestClient client = new RestClient(address(), Login.firstAdmin(address(), data()));
        Readiness.await(client, service);
        return client;
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Where the service keeps everything. */
    Path data() {
        return folder.resolve("data");
    }

    /** A textured part; a scratch of so many pixels runs through it. */
    static byte[] part(int seed, int scratch) {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int grey = 110 + random.nextInt(12) + (x / 8 + y / 8) % 2 * 20;
                image.setRGB(x, y, grey << 16 | grey << 8 | grey);
            }
        }
        for (int i = 0; i < scratch; i++) {
            image.setRGB(20 + i, 30 + i / 3, 0xffffff);
        }
        return Pictures.encode(image, "png", false);
    }

    static JsonNode inspect(RestClient client, byte[] picture) throws Exception {
        RestClient.Answer answer = client.post(STATION + "/inspections", "image/png", picture);
        if (answer.status() != 200) {
            throw new IOException("status " + answer.status() + ": " + answer.json());
        }
        return answer.json();
    }

    static void awaitModel(RestClient client) {
        Await.until("a model", PATIENCE, () -> Optional.of(
                        client.get(STATION).json().path("model"))
                .filter(model -> !model.isMissingNode() && !model.isNull()));
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("winnow-release");
        PressLine line = new PressLine(folder);
        try (WinnowProcess service = line.serve()) {
            RestClient client = line.ready(service);
            for (int i = 0; i < COLLECTED; i++) {
                inspect(client, part(i, 0));
            }
            awaitModel(client);
            label(client, inspect(client, part(100, 0)), "{\"verdict\":\"normal\"}");
            label(client, inspect(client, part(101, 30)), "{\"verdict\":\"defect\",\"defectType\":\"scratch\"}");
            var backup =
                    line.run("backup", Path.of(arguments[0]).toAbsolutePath().toString());
            System.out.println(backup.getValue());
            service.stop();
        }
    }

    private static void label(RestClient client, JsonNode inspection, String label) throws Exception {
        RestClient.Answer answer = client.json(
                "PUT", "/api/v1/inspections/" + inspection.path("id").asText() + "/label", label);
        if (answer.status() >= 300) {
            throw new IOException("status " + answer.status() + ": " + answer.json());
        }
    }
}
