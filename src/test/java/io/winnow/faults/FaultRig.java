package io.winnow.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.adapter.mqtt.MosquittoProcess;
import io.winnow.testing.Await;
import io.winnow.testing.Login;
import io.winnow.testing.Readiness;
import io.winnow.testing.RestClient;
import io.winnow.testing.WinnowProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** A configuration, a real broker and the packaged service on them, with the ways to look at it. */
final class FaultRig implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path folder;
    private final Path data;
    private final int port;
    private RestClient rest;
    private MosquittoProcess broker;
    private Optional<WinnowProcess> service = Optional.empty();

    /**
     * Starts a broker that keeps its sessions.
     *
     * @param data where the service stores
     */
    FaultRig(Path folder, Path data) throws IOException {
        this.folder = folder;
        this.data = data;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
        this.rest = loggedIn();
        this.broker = MosquittoProcess.start(brokerFolder(), true, OptionalInt.empty());
        Files.createDirectories(folder.resolve("edge-config/stations"));
        site(broker.uri(), "");
    }

    private RestClient loggedIn() {
        URI service = URI.create("http://127.0.0.1:" + port);
        return new RestClient(service, Login.firstAdmin(service, data));
    }

    /** Logs in anew, where the session may be over. */
    void logInAgain() {
        rest = loggedIn();
    }

    private Path brokerFolder() {
        return folder.resolve("broker");
    }

    /** Writes site.yaml. */
    FaultRig site(URI brokerUri, String more) throws IOException {
        Files.writeString(folder.resolve("edge-config/site.yaml"), """
                site: test
                http: {host: 127.0.0.1, port: %d}
                broker: {uri: '%s', keepAlive: 2s}
                storage: {directory: '%s', retention: {every: 1s}}
                models: {directory: '%s'}
                %s
                """.formatted(
                        port, brokerUri, data, Path.of("models").toAbsolutePath(), more));
        return this;
    }

    /** Writes a station's file: its camera has its name. */
    FaultRig station(String name, int side, int collect, String more) throws IOException {
        Files.writeString(folder.resolve("edge-config/stations/" + name + ".yaml"), """
                line: line
                camera: %s
                backbone: scattering_j3_l8
                inputSize: {height: %d, width: %d}
                collect: {frames: %d, autoFit: true}
                refit: {strategy: none}
                %s
                """.formatted(
                        name, side, side, collect, more));
        return this;
    }

    Path data() {
        return data;
    }

    /** Where backups lie unless the configuration says otherwise. */
    Path backups() {
        return data.resolve("backups");
    }

    MosquittoProcess broker() {
        return broker;
    }

    void stopBroker() {
        broker.close();
    }

    /** Starts a broker on the port of the one before. */
    void startBroker(boolean withItsSessions) throws IOException {
        if (!withItsSessions) {
            Files.delete(brokerFolder().resolve("mosquitto.db"));
        }
        broker = MosquittoProcess.start(brokerFolder(), true, OptionalInt.of(broker.port()));
    }

    WinnowProcess start() throws IOException {
        return start(List.of(), Map.of());
    }

    WinnowProcess start(List<String> options, Map<String, String> environment) throws IOException {
        WinnowProcess process = WinnowProcess.start(
                folder.resolve("service.log"),
                options,
                environment,
                "serve",
                "--config",
                folder.resolve("edge-config").toString());
        service = Optional.of(process);
        return process;
    }

    RestClient rest() {
        return rest;
    }

    void awaitReady() {
        Readiness.await(rest, service.orElseThrow());
    }

    JsonNode station(String name) throws IOException, InterruptedException {
        return rest.get("/api/v1/stations/" + name).json();
    }

    void awaitModel(String station) {
        Await.until("a model", PATIENCE, () -> Optional.of(station(station).path("model"))
                .filter(JsonNode::isObject));
    }

    /** Waits for a finding on the System page. */
    JsonNode awaitFinding(String code) {
        return Await.until("finding " + code, PATIENCE, () -> StreamSupport.stream(
                        rest.get("/api/v1/system").json().path("parts").spliterator(), false)
                .filter(part -> part.path("code").asText().equals(code))
                .findFirst());
    }

    /** The sum of a metric over its series that have a tag. */
    double metric(String name, String tag) throws IOException, InterruptedException {
        Matcher line = Pattern.compile("(?m)^" + name + "(?:\\{[^}]*" + Pattern.quote(tag) + "[^}]*})? ([0-9.E+-]+)$")
                .matcher(new String(rest.get("/q/metrics").body(), StandardCharsets.UTF_8));
        double sum = 0;
        while (line.find()) {
            sum += Double.parseDouble(line.group(1));
        }
        return sum;
    }

    /** Frames of a station in the order of their ids, as the database has them. */
    List<String> stored(String station) throws SQLException {
        return column("SELECT frame_id FROM inspection WHERE station_id = '%s' ORDER BY id".formatted(station));
    }

    /** The first column of what a question to the database answers. */
    List<String> column(String sql) throws SQLException {
        List<String> column = new ArrayList<>();
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + data.resolve("winnow.db") + "?busy_timeout=5000");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                column.add(rows.getString(1));
            }
        }
        return column;
    }

    /** Waits until so many frames of a station are stored and all their events have left. */
    void awaitStored(String station, int frames) {
        Await.until(frames + " frames of " + station + " stored and told", PATIENCE, () -> Optional.of(true)
                .filter(yes -> {
                    try {
                        return stored(station).size() >= frames
                                && column("SELECT 1 FROM outbox").isEmpty();
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                }));
    }

    @Override
    public void close() throws IOException {
        Path logs = Files.createDirectories(Path.of("target", "logs"));
        if (service.isPresent()) {
            Files.writeString(
                    logs.resolve("faults-" + folder.getFileName() + ".log"),
                    service.get().output());
            service.get().close();
        }
        broker.close();
    }
}
