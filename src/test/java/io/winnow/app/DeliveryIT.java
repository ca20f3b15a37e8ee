package io.winnow.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.adapter.mqtt.MosquittoProcess;
import io.winnow.testing.Await;
import io.winnow.testing.Login;
import io.winnow.testing.Pictures;
import io.winnow.testing.ProbeClient;
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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The delivery promise of {@code docs/reliability.md}, with the packaged service killed at random moments while a camera goes on
 * sending. {@code -Dwinnow.kills=100} for the long form.
 */
@Tag("native")
class DeliveryIT {
    private static final int KILLS = Integer.getInteger("winnow.kills", 6);
    private static final long SEED = 11;
    private static final String TOPIC = "winnow/test/line/top/";
    private static final String STATION = "/api/v1/stations/top";
    private static final Duration BETWEEN_FRAMES = Duration.ofMillis(80);
    private static final int LONGEST_LIFE_MILLIS = 6_000;

    private final Path folder;
    private final ObjectMapper json = new ObjectMapper();
    private final Random random = new Random(SEED);
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicBoolean sending = new AtomicBoolean(true);

    DeliveryIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void service_killedUnderLoad_losesNoFrame_decidesNoneTwice_keepsTheOrder() throws Exception {
        int port = freePort();
        try (MosquittoProcess broker = MosquittoProcess.start(folder.resolve("broker"), false, OptionalInt.empty());
                ProbeClient plc = new ProbeClient(broker.uri(), TOPIC + "verdict");
                ProbeClient camera = new ProbeClient(broker.uri())) {
            String configuration = configuration(port, broker.uri());
            URI address = URI.create("http://127.0.0.1:" + port);
            RestClient client = new RestClient(address, Login.firstAdmin(address, folder.resolve("data")));
            try (WinnowProcess first = serve(configuration)) {
                Readiness.await(client, first);
                CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> send(camera), work -> {
                    Thread thread = new Thread(work, "camera");
                    thread.start();
                });
                Await.until("the first model", Duration.ofMinutes(3), () -> Optional.of(
                                client.get(STATION).json())
                        .filter(station -> station.path("model").isObject()));
                first.kill();
                for (int kill = 1; kill < KILLS; kill++) {
                    liveAndDie(configuration);
                }
                sending.set(false);
                // A camera that could not send fails the test here.
                sender.get(10, TimeUnit.SECONDS);
            }
            try (WinnowProcess last = serve(configuration)) {
                List<String> decided = awaitVerdicts(plc);

                assertThat(decided)
                        .as("frames in the order of their first verdicts")
                        .isEqualTo(names());
                Readiness.await(client, last);
                assertThat(client.get(STATION)
                                .json()
                                .path("model")
                                .path("version")
                                .asText())
                        .isEqualTo("v1");
                last.stop();
            }
        }
        assertStoredOnce();
    }

    private void liveAndDie(String configuration) throws IOException, InterruptedException {
        try (WinnowProcess service = serve(configuration)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(LONGEST_LIFE_MILLIS)));
            service.kill();
        }
    }

    private WinnowProcess serve(String configuration) throws IOException {
        return WinnowProcess.start(folder.resolve("service.log"), "serve", "--config", configuration);
    }

    private static String name(int number) {
        return "f-%06d".formatted(number);
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < sent.get(); i++) {
            names.add(name(i));
        }
        return names;
    }

    private void send(ProbeClient camera) {
        try {
            while (sending.get()) {
                camera.publish(TOPIC + "frame", picture(), false, Map.of("frame-id", name(sent.get())));
                sent.incrementAndGet();
                LockSupport.parkNanos(BETWEEN_FRAMES.toNanos());
            }
        } catch (MqttException e) {
            throw new IllegalStateException("the camera could not send", e);
        }
    }

    private static byte[] picture() {
        BufferedImage image = Pictures.gradient(64, 64, BufferedImage.TYPE_INT_RGB);
        Random noise = new Random();
        for (int i = 0; i < 300; i++) {
            image.setRGB(noise.nextInt(64), noise.nextInt(64), noise.nextInt(0x1000000));
        }
        return Pictures.encode(image, "png", false);
    }

    /** Frames in the order of their verdicts, as a consumer sees them that drops repeated event ids. */
    private List<String> awaitVerdicts(ProbeClient plc) throws Exception {
        Map<String, String> frameOfEvent = new LinkedHashMap<>();
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (frameOfEvent.size() < sent.get() && System.nanoTime() < deadline) {
            JsonNode verdict = json.readTree(plc.next().text());
            frameOfEvent.put(
                    verdict.path("event_id").asText(), verdict.path("frame_id").asText());
        }
        return List.copyOf(frameOfEvent.values());
    }

    private void assertStoredOnce() throws SQLException {
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data/winnow.db"));
                Statement statement = database.createStatement()) {
            try (ResultSet check = statement.executeQuery("PRAGMA integrity_check")) {
                assertThat(check.getString(1)).isEqualTo("ok");
            }
            try (ResultSet counts =
                    statement.executeQuery("SELECT count(*), count(DISTINCT frame_id) FROM inspection")) {
                assertThat(counts.getInt(1)).isEqualTo(sent.get());
                assertThat(counts.getInt(2)).isEqualTo(sent.get());
            }
            try (ResultSet waiting = statement.executeQuery("SELECT count(*) FROM outbox")) {
                assertThat(waiting.getInt(1)).as("events that never left").isZero();
            }
        }
    }

    private String configuration(int port, URI broker) throws IOException {
        Path configuration = folder.resolve("edge-config");
        Files.createDirectories(configuration.resolve("stations"));
        Files.writeString(configuration.resolve("site.yaml"), """
                site: test
                http: {host: 127.0.0.1, port: %d}
                broker: {uri: '%s'}
                storage: {directory: data}
                models: {directory: '%s'}
                """.formatted(
                        port, broker, Path.of("models").toAbsolutePath()));
        Files.writeString(configuration.resolve("stations/top.yaml"), """
                line: line
                camera: top
                backbone: scattering_j3_l8
                inputSize: {height: 64, width: 64}
                collect: {frames: 20, autoFit: true}
                refit: {strategy: none}
                """);
        return configuration.toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
