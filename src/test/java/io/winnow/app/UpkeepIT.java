package io.winnow.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.winnow.core.image.ContentHash;
import io.winnow.testing.Await;
import io.winnow.testing.Login;
import io.winnow.testing.Readiness;
import io.winnow.testing.RestClient;
import io.winnow.testing.WinnowProcess;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What whoever looks after the machine does with the packaged program. */
class UpkeepIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String INSPECTIONS = "/api/v1/stations/press-1/inspections";

    private final Path folder;
    private final BlockingQueue<String> traces = new LinkedBlockingQueue<>();

    UpkeepIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    @Tag("native")
    void runningService_tracesItsFrames_isBackedUp_andRestored() throws Exception {
        HttpServer collector = collector();
        try {
            String configuration = configuration(collector.getAddress().getPort());
            String before;
            String backup = folder.resolve("backup.zip").toString();
            try (WinnowProcess service = serve(configuration)) {
                RestClient client = client();
                Readiness.await(client, service);
                before = send(client, 1);
                assertTraced(before);
                assertThat(run("backup", "--config", configuration, backup)).startsWith("0: " + backup + ": ");
                send(client, 2);
                assertThat(run("restore", "--config", configuration, backup))
                        .startsWith("2: winnow: data folder")
                        .contains("is in use by another winnow");
                service.stop();
                assertEveryLineIsJson(service.output());
            }

            assertThat(run("restore", "--config", configuration, backup)).startsWith("0: restored");

            String kept = before;
            try (WinnowProcess service = serve(configuration)) {
                RestClient client = client();
                Readiness.await(client, service);
                assertThat(client.get(INSPECTIONS).json().path("items"))
                        .singleElement()
                        .satisfies(item ->
                                assertThat(item.path("frameId").asText()).isEqualTo(kept));
                service.stop();
            }
        } finally {
            collector.stop(0);
        }
    }

    @Test
    void billOfMaterials_namesEveryLibraryThatIsShipped_withItsHashAndLicence() throws Exception {
        Path app = Path.of("target/quarkus-app").toAbsolutePath();
        Map<String, JsonNode> components = new TreeMap<>();
        JsonNode bill =
                MAPPER.readTree(Path.of("target/quarkus-run-cyclonedx.json").toFile());
        for (JsonNode component : bill.path("components")) {
            for (JsonNode place : component.path("evidence").path("occurrences")) {
                components.put(place.path("location").asText(), component);
            }
        }
        try (Stream<Path> libraries = Files.walk(app.resolve("lib"))) {
            for (Path library : (Iterable<Path>) libraries.filter(Files::isRegularFile)::iterator) {
                String name = app.relativize(library).toString();
                assertThat(components).containsKey(name);
                JsonNode component = Objects.requireNonNull(components.get(name));
                assertThat(component.path("purl").asText()).as(name).startsWith("pkg:maven/");
                assertThat(component.path("licenses")).as(name).isNotEmpty();
                assertThat(sha256(component))
                        .as(name)
                        .isEqualTo(ContentHash.of(ByteBuffer.wrap(Files.readAllBytes(library)))
                                .hex());
            }
        }
    }

    private static String sha256(JsonNode component) {
        for (JsonNode hash : component.path("hashes")) {
            if (hash.path("alg").asText().equals("SHA-256")) {
                return hash.path("content").asText();
            }
        }
        return "";
    }

    /** Takes what an OpenTelemetry collector takes; names and attributes stand in the bytes as they are. */
    private HttpServer collector() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", exchange -> {
            traces.add(new String(body(exchange), StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        return packed
                ? new GZIPInputStream(exchange.getRequestBody()).readAllBytes()
                : exchange.getRequestBody().readAllBytes();
    }

    private void assertTraced(String frame) {
        String batch = Await.until("a trace of " + frame, Duration.ofSeconds(60), () -> Optional.of(traces.take())
                .filter(text -> text.contains(frame)));
        assertThat(batch).contains("inspect", "decode", "store", "winnow.station", "press-1", "winnow.verdict");
    }

    private static void assertEveryLineIsJson(String output) throws IOException {
        long read = 0;
        for (String line : output.lines().filter(each -> each.startsWith("{")).toList()) {
            JsonNode entry = MAPPER.readTree(line);
            assertThat(entry.path("level").asText()).isNotEmpty();
            assertThat(entry.path("timestamp").asText()).isNotEmpty();
            read++;
        }
        assertThat(read).isGreaterThan(2);
    }

    private String configuration(int collector) throws IOException {
        Path directory = Files.createDirectories(folder.resolve("edge-config"));
        Files.createDirectories(directory.resolve("stations"));
        Files.writeString(
                directory.resolve("stations/press-1.yaml"),
                "line: line-1\ncamera: camera-1\nbackbone: scattering_j3_l8\n");
        Files.writeString(directory.resolve("site.yaml"), """
                site: ulm
                http: {port: %d}
                log: {format: json}
                telemetry: {traces: "http://127.0.0.1:%d", protocol: http/protobuf}
                """.formatted(port, collector));
        return directory.toString();
    }

    private final int port = freePort();

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private WinnowProcess serve(String configuration) throws IOException {
        return WinnowProcess.start(folder.resolve("service.log"), "serve", "--config", configuration);
    }

    private RestClient client() {
        URI address = URI.create("http://127.0.0.1:" + port);
        return new RestClient(address, Login.firstAdmin(address, folder.resolve("data")));
    }

    /** Has a frame inspected and gives its id. */
    private static String send(RestClient client, int number) throws Exception {
        BufferedImage image = new BufferedImage(256, 256, BufferedImage.TYPE_INT_RGB);
        image.setRGB(3, 4, number);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        RestClient.Answer answer = client.post(INSPECTIONS, "image/png", png.toByteArray());
        assertThat(answer.status()).isEqualTo(200);
        return answer.json().path("frameId").asText();
    }

    /** Exit status and what was printed last. */
    private String run(String... arguments) throws Exception {
        Path output = Files.createTempFile(folder, "command", ".log");
        try (WinnowProcess command = WinnowProcess.start(output, arguments)) {
            int status = command.awaitExit(Duration.ofMinutes(1));
            return status + ": "
                    + command.output()
                            .lines()
                            .filter(line -> !line.contains("%") || line.startsWith("winnow"))
                            .findFirst()
                            .orElse("");
        }
    }
}
