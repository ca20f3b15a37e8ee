package io.winnow.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.options.ColorScheme;
import io.winnow.desk.DeskBrowser;
import io.winnow.desk.DeskPage;
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
import java.util.Optional;

/** {@code winnow demo} as a newcomer starts it, and the ways to look at it. */
final class RunningDemo implements AutoCloseable {
    static final String STATION = "/api/v1/stations/flange";

    private final Path folder;
    private final int port;
    private final Login login;
    private final RestClient service;
    private WinnowProcess process;

    /** Starts it on a free port; nobody asks for a second fit but the test. */
    RunningDemo(Path folder) throws IOException {
        this.folder = folder;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
        this.login = Login.demo(URI.create("http://127.0.0.1:" + port), folder.resolve("demo"));
        this.service = new RestClient(URI.create("http://127.0.0.1:" + port), login);
        this.process = start();
    }

    private WinnowProcess start() throws IOException {
        return WinnowProcess.start(
                folder.resolve("demo.log"),
                "demo",
                "--data",
                folder.resolve("demo").toString(),
                "--port",
                Integer.toString(port),
                "--collect",
                "60",
                "--rate",
                "5",
                "--defects",
                "0.15",
                "--no-refit");
    }

    RestClient service() {
        return service;
    }

    /** Kills it as a power cut would and starts it on the same folder. */
    void killAndStart() throws IOException, InterruptedException {
        process.kill();
        process = start();
    }

    /** Ends it as Ctrl-C does; fails the test when it does not end in order. */
    void stop() throws InterruptedException {
        process.stop();
    }

    String output() {
        return process.output();
    }

    JsonNode station() throws IOException, InterruptedException {
        return service.get(STATION).json();
    }

    /** Inspections so far. */
    long inspected() throws IOException, InterruptedException {
        return station().path("counts").path("inspected").asLong();
    }

    JsonNode awaitModel(String version) {
        return Await.until("model " + version, Duration.ofMinutes(4), () -> Optional.of(
                        station().path("model"))
                .filter(model -> model.path("version").asText().equals(version)));
    }

    /** The newest inspection with a verdict; waits for one. */
    JsonNode awaitNewest(String verdict) {
        return Await.until(
                "a frame that is " + verdict,
                Duration.ofMinutes(2),
                () -> Optional.ofNullable(service.get(STATION + "/inspections?limit=1&verdict=" + verdict)
                        .json()
                        .path("items")
                        .get(0)));
    }

    DeskPage open(DeskBrowser browser) {
        return browser.open("http://127.0.0.1:" + port + "/", "en-GB", ColorScheme.LIGHT, login);
    }

    /** Keeps the log with the build's results. */
    @Override
    public void close() throws IOException {
        Path logs = Files.createDirectories(Path.of("target", "logs"));
        Files.writeString(logs.resolve("demo.log"), output());
        process.close();
    }
}
