package io.winnow.desk;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.desk.PartPainter.Part;
import io.winnow.testing.Await;
import io.winnow.testing.Login;
import io.winnow.testing.RestClient;
import io.winnow.testing.WinnowProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The packaged service with stations of its own, whose frames come over HTTP. For use by one thread. */
final class RunningService implements AutoCloseable {
    private static final Duration STARTS_WITHIN = Duration.ofMinutes(2);

    private final Path folder;
    private final Path configuration;
    private final int port = freePort();
    private final Login login;
    private final RestClient client;
    private WinnowProcess process;

    /**
     * Starts it and waits until it answers.
     *
     * @param collect frames that the first fit takes
     */
    RunningService(Path folder, List<String> stations, int collect, Optional<URI> broker) throws IOException {
        this(folder, stations, collect, broker, "");
    }

    /** @param more lines of site.yaml */
    RunningService(Path folder, List<String> stations, int collect, Optional<URI> broker, String more)
            throws IOException {
        this.folder = folder;
        this.login = Login.firstAdmin(URI.create(url()), data());
        this.client = new RestClient(URI.create(url()), login);
        this.configuration = Files.createDirectories(folder.resolve("edge-config"));
        Files.createDirectories(configuration.resolve("stations"));
        Files.writeString(configuration.resolve("site.yaml"), """
                site: plant-7
                http: {host: 127.0.0.1, port: %d, trustedProxies: [127.0.0.2]}
                %s
                storage: {directory: '%s'}
                models: {directory: '%s'}
                %s
                """.formatted(
                        port,
                        broker.map("broker: {uri: '%s'}"::formatted).orElse(""),
                        data(),
                        Path.of("models").toAbsolutePath(),
                        more));
        for (String station : stations) {
            Files.writeString(configuration.resolve("stations/" + station + ".yaml"), """
                    line: line1
                    camera: %s
                    backbone: scattering_j3_l8
                    collect: {frames: %d, autoFit: true}
                    refit: {strategy: sroc}
                    """.formatted(station, collect));
        }
        this.process = start();
    }

    private WinnowProcess start() throws IOException {
        WinnowProcess started =
                WinnowProcess.start(folder.resolve("service.log"), "serve", "--config", configuration.toString());
        Await.until("a service that answers", STARTS_WITHIN, () -> Optional.of(client.get("/q/health/started"))
                .filter(answer -> answer.status() == 200));
        return started;
    }

    static int freePort() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + port + "/";
    }

    /** Its administrator. */
    Login login() {
        return login;
    }

    RestClient client() {
        return client;
    }

    /** Where everything is stored. */
    Path data() {
        return folder.resolve("data");
    }

    String output() {
        return process.output();
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        RestClient.Answer answer = client.get(path);
        if (answer.status() != 200) {
            throw new IOException(path + " answered " + answer.status());
        }
        return answer.json();
    }

    /** Shows the service a frame and gives its verdict. */
    JsonNode inspect(String station, Part part, long seed) throws IOException, InterruptedException {
        return client.post("/api/v1/stations/" + station + "/inspections", "image/jpeg", PartPainter.frame(part, seed))
                .json();
    }

    /** Shows it so many good parts that it fits its first model, and waits for that. */
    void fit(String station, int frames) throws IOException, InterruptedException {
        for (int i = 0; i < frames; i++) {
            inspect(station, Part.GOOD, i);
        }
        Await.until("the first model of " + station, Duration.ofMinutes(4), () -> Optional.of(
                        get("/api/v1/stations/" + station).path("model"))
                .filter(JsonNode::isObject));
    }

    void stop() throws InterruptedException {
        process.stop();
    }

    void startAgain() throws IOException {
        process = start();
    }

    @Override
    public void close() throws IOException {
        Path logs = Files.createDirectories(Path.of("target", "logs"));
        Files.writeString(logs.resolve(folder.getFileName() + ".log"), process.output());
        process.close();
    }
}
