package io.winnow.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.adapter.mqtt.MosquittoProcess;
import io.winnow.testing.Login;
import io.winnow.testing.Pictures;
import io.winnow.testing.PostgresServer;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.paho.mqttv5.common.MqttException;

/** A real broker, a real database, members of one fleet from the packaged application, and cameras that send without a pause. */
final class FleetRig implements AutoCloseable {
    /** A verdict as somebody sees it who drops repeated event ids. */
    record Verdict(String station, String frame, String verdict, Optional<String> model) {}

    private static final String SITE = "winnow/test/line/";
    private static final int PICTURES = 32;
    private static final int CAMERAS = 16;
    private static final int INPUT_SIDE = Integer.getInteger("winnow.fleet.side", 64);
    private static final boolean OWN_CORES = Boolean.getBoolean("winnow.fleet.cores");

    final List<String> stations = new ArrayList<>();
    /** What cameras have sent and the broker has acknowledged. */
    final AtomicInteger sent = new AtomicInteger();

    private final AtomicInteger next = new AtomicInteger();
    private final Path folder;
    private final int framesToCollect;
    private final MosquittoProcess broker;
    private final PostgresServer server;
    private final String database;
    private final ProbeClient plc;
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final Map<String, WinnowProcess> members = new LinkedHashMap<>();
    private final Map<String, Verdict> byEvent = new ConcurrentHashMap<>();
    private final ObjectMapper json = new ObjectMapper();
    private final List<byte[]> pictures = new ArrayList<>();
    private final Thread listener = new Thread(this::listen, "plc");
    private volatile boolean sending = true;
    private volatile boolean open = true;
    private Optional<Login> login = Optional.empty();

    FleetRig(Path folder, int stations, int framesToCollect) throws Exception {
        this.folder = folder;
        this.framesToCollect = framesToCollect;
        for (int station = 0; station < stations; station++) {
            this.stations.add("s%02d".formatted(station));
        }
        this.broker = MosquittoProcess.start(folder.resolve("broker"), false, OptionalInt.empty());
        this.server = PostgresServer.start();
        this.database = server.create();
        Files.writeString(folder.resolve("password"), "any: the server trusts this machine\n");
        this.plc = new ProbeClient(broker.uri(), SITE + "+/verdict");
        Random noise = new Random(7);
        for (int i = 0; i < PICTURES; i++) {
            pictures.add(picture(noise));
        }
        listener.setDaemon(true);
        listener.start();
    }

    private static byte[] picture(Random noise) {
        BufferedImage image = Pictures.gradient(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 300; i++) {
            image.setRGB(noise.nextInt(64), noise.nextInt(64), noise.nextInt(0x1000000));
        }
        return Pictures.encode(image, "png", false);
    }

    /** Starts a member, or starts it again. */
    WinnowProcess start(String member) throws IOException {
        Path configuration = configuration(member);
        WinnowProcess process = WinnowProcess.startBy(
                ownCore(member),
                folder.resolve(member + ".log"),
                List.of("-Xms64m", "-XX:TieredStopAtLevel=1"),
                Map.of(),
                "serve",
                "--config",
                configuration.toString());
        members.put(member, process);
        return process;
    }

    private List<String> ownCore(String member) {
        int core = List.copyOf(ports.keySet()).indexOf(member)
                % Runtime.getRuntime().availableProcessors();
        return OWN_CORES ? List.of("taskset", "--cpu-list", String.valueOf(core)) : List.of();
    }

    WinnowProcess member(String member) {
        return Optional.ofNullable(members.get(member)).orElseThrow();
    }

    void kill(String member) throws InterruptedException {
        member(member).kill();
    }

    void awaitReady(String member) {
        Readiness.await(new RestClient(address(member)), member(member));
    }

    private URI address(String member) {
        return URI.create("http://127.0.0.1:" + ports.get(member));
    }

    RestClient client(String member) {
        if (login.isEmpty()) {
            login = Optional.of(Login.firstAdmin(address(member), folder.resolve("data")));
        }
        return new RestClient(address(member), login.get());
    }

    /** The version that serves a station at a member; empty where none does. */
    Optional<String> serves(String member, String station) throws Exception {
        JsonNode model =
                client(member).get("/api/v1/stations/" + station).json().path("model");
        return model.isObject() ? Optional.of(model.path("version").asText()) : Optional.empty();
    }

    String leader() throws Exception {
        try (Connection connection = server.source(database).getConnection();
                Statement statement = connection.createStatement();
                ResultSet holder = statement.executeQuery("SELECT holder FROM fleet_lease")) {
            return holder.next() ? holder.getString(1) : "";
        }
    }

    /** Ends every connection to the database; nobody gets a new one until it is back. */
    void stopDatabase() throws IOException {
        server.stop();
    }

    void startDatabase() throws IOException {
        server.begin();
    }

    /** A figure of the database. */
    long count(String sql) throws SQLException {
        try (Connection connection = server.source(database).getConnection();
                Statement statement = connection.createStatement();
                ResultSet figure = statement.executeQuery(sql)) {
            figure.next();
            return figure.getLong(1);
        }
    }

    /** Lets all cameras send, one frame each in turn. */
    CompletableFuture<Void> send(Duration betweenFrames) {
        return CompletableFuture.runAsync(
                () -> {
                    try (ProbeClient cameras = new ProbeClient(broker.uri())) {
                        while (sending) {
                            sendOne(cameras);
                            LockSupport.parkNanos(betweenFrames.toNanos());
                        }
                    } catch (MqttException e) {
                        throw new IllegalStateException("a camera could not send", e);
                    }
                },
                work -> new Thread(work, "cameras").start());
    }

    /** Sends some frames as fast as the broker takes them, evenly to all stations. Each camera waits for its acknowledgements. */
    void send(int frames) {
        CompletableFuture<?>[] cameras = new CompletableFuture<?>[CAMERAS];
        for (int camera = 0; camera < CAMERAS; camera++) {
            int share = frames * (camera + 1) / CAMERAS - frames * camera / CAMERAS;
            cameras[camera] = CompletableFuture.runAsync(() -> sendShare(share), work -> new Thread(work).start());
        }
        CompletableFuture.allOf(cameras).join();
    }

    private void sendShare(int frames) {
        try (ProbeClient camera = new ProbeClient(broker.uri())) {
            for (int i = 0; i < frames; i++) {
                sendOne(camera);
            }
        } catch (MqttException e) {
            throw new IllegalStateException("a camera could not send", e);
        }
    }

    private void sendOne(ProbeClient cameras) throws MqttException {
        int number = next.getAndIncrement();
        String station = stations.get(number % stations.size());
        cameras.publish(
                SITE + station + "/frame",
                pictures.get(number / stations.size() % PICTURES),
                false,
                Map.of("frame-id", "f-%06d".formatted(number)));
        sent.incrementAndGet();
    }

    void stopSending() {
        sending = false;
    }

    private void listen() {
        try {
            while (open) {
                JsonNode verdict = json.readTree(plc.take().text());
                Verdict seen = new Verdict(
                        verdict.path("station_id").asText(),
                        verdict.path("frame_id").asText(),
                        verdict.path("verdict").asText(),
                        Optional.ofNullable(verdict.path("model_version").textValue()));
                byEvent.put(verdict.path("event_id").asText(), seen);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new IllegalStateException("a verdict could not be read", e);
        }
    }

    /** Verdicts after repeated events were dropped. */
    List<Verdict> verdicts() {
        return List.copyOf(byEvent.values());
    }

    /** Waits until as many verdicts came as frames were sent. */
    void awaitVerdicts(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (byEvent.size() < sent.get() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private Path configuration(String member) throws IOException {
        int port = ports.computeIfAbsent(member, unknown -> freePort());
        Path configuration = folder.resolve(member).resolve("edge-config");
        Files.createDirectories(configuration.resolve("stations"));
        Files.writeString(configuration.resolve("site.yaml"), """
                site: test
                http: {host: 127.0.0.1, port: %d}
                broker: {uri: '%s', framesInFlight: 4}
                storage:
                  directory: '%s'
                  database: {uri: '%s', username: %s, passwordFile: '%s'}
                fleet: {group: line, member: %s}
                models: {directory: '%s'}
                inference: {threads: 1}
                search: {threads: 1}
                """.formatted(
                        port,
                        broker.uri(),
                        folder.resolve("data"),
                        server.uri(database),
                        server.user(),
                        folder.resolve("password"),
                        member,
                        Path.of("models").toAbsolutePath()));
        for (String station : stations) {
            Files.writeString(configuration.resolve("stations").resolve(station + ".yaml"), """
                    line: line
                    camera: %1$s
                    backbone: scattering_j3_l8
                    inputSize: {height: %2$d, width: %2$d}
                    collect: {frames: %3$d, autoFit: true}
                    refit: {strategy: none}
                    promotion: {policy: manual, shadowFrames: 5}
                    """.formatted(
                            station, INPUT_SIDE, framesToCollect));
        }
        return configuration;
    }

    private static int freePort() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws Exception {
        open = false;
        sending = false;
        members.values().forEach(WinnowProcess::close);
        listener.interrupt();
        plc.close();
        broker.close();
        server.close();
    }
}
