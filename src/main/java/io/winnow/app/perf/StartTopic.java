package io.winnow.app.perf;

import io.winnow.adapter.scattering.ScatteringBackbone;
import io.winnow.app.NativeExecutable;
import io.winnow.core.perf.PerfException;
import io.winnow.core.perf.PerfLog;
import io.winnow.core.perf.PerfTopic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Time from the launcher's call to a service that says it is ready, its backbone loaded, and the memory that it holds a while later.
 * One station with the built-in backbone, no model.
 */
public final class StartTopic implements PerfTopic {
    private static final int STARTS = 9;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final int LOOK_AGAIN_MILLIS = 2;
    private static final double NANOS = 1e9;
    private static final double KIB_A_MB = 1e6 / 1024;

    /** Goals: seconds, and MB beyond backbone and banks. */
    private record Goals(double seconds, double megabytes) {}

    private static final Goals JAVA = new Goals(2, 150);
    private static final Goals NATIVE = new Goals(0.3, 60);

    /** One start. */
    private record Start(double seconds, double residentMegabytes, double anonymousMegabytes) {}

    private final Path launcher;
    private final int starts;
    private final Duration idle;
    private final Goals goals = NativeExecutable.running() ? NATIVE : JAVA;

    /**
     * A topic.
     *
     * @param home folder that holds the launcher and the models
     */
    public StartTopic(Path home) {
        this(home, STARTS, IDLE);
    }

    /** With so many starts, and so long between the last and the look at its memory. */
    StartTopic(Path home, int starts, Duration idle) {
        this.launcher = home.resolve("winnow");
        this.starts = starts;
        this.idle = idle;
    }

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String summary() {
        return "from the launcher's call to ready, and the memory then";
    }

    @Override
    public void measure(PerfLog log) throws PerfException {
        if (!Files.isExecutable(launcher)) {
            throw new PerfException("start: %s cannot be started".formatted(launcher));
        }
        try (ScratchFolder folder = ScratchFolder.create()) {
            configure(folder.path());
            log.progress("starting with a new data folder");
            log.figure(
                    "start, new data folder",
                    start(folder.path(), Duration.ZERO).seconds(),
                    "s to ready");
            double[] seconds = new double[starts];
            for (int i = 0; i < starts; i++) {
                log.progress("start %d of %d".formatted(i + 1, starts));
                seconds[i] = start(folder.path(), Duration.ZERO).seconds();
            }
            Arrays.sort(seconds);
            log.figure("start, fastest of %d".formatted(starts), seconds[0], "s to ready");
            judged(log, "start, median", seconds[starts / 2], "s to ready", goals.seconds());
            log.progress("looking at the memory of an idle service");
            memory(log, start(folder.path(), idle));
        } catch (IOException e) {
            throw new PerfException("start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PerfException("start: interrupted", e);
        }
    }

    private void memory(PerfLog log, Start idle) throws IOException {
        Path models = launcher.resolveSibling("models");
        double backbone = Files.size(models.resolve(ScatteringBackbone.NAME + ".onnx")) / 1e6;
        log.figure("memory, resident", idle.residentMegabytes(), "MB");
        log.figure("memory, resident and not of a file", idle.anonymousMegabytes(), "MB");
        judged(
                log,
                "memory, resident, less a backbone of %.1f MB".formatted(backbone),
                idle.residentMegabytes() - backbone,
                "MB",
                goals.megabytes());
    }

    private static void judged(PerfLog log, String name, double value, String unit, double goal) {
        log.figure(name, value, "%s (goal %s: %s)".formatted(unit, goal, value <= goal ? "met" : "MISSED"));
    }

    private static void configure(Path folder) throws IOException {
        Path stations = Files.createDirectories(folder.resolve("edge-config/stations"));
        Files.writeString(stations.resolveSibling("site.yaml"), "site: perf\nhttp: {port: %d}\n".formatted(freePort()));
        Files.writeString(
                stations.resolve("perf.yaml"),
                "line: perf\ncamera: perf\nbackbone: %s\n".formatted(ScatteringBackbone.NAME));
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private Start start(Path folder, Duration idle) throws IOException, InterruptedException, PerfException {
        Path output = folder.resolve("output.log");
        List<String> site = Files.readAllLines(folder.resolve("edge-config/site.yaml"));
        String port = site.get(1).replaceAll("\\D", "");
        HttpRequest ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%s/q/health/ready".formatted(port)))
                .build();
        HttpClient http = HttpClient.newHttpClient();
        long began = System.nanoTime();
        Process process = new ProcessBuilder(launcher.toString(), "serve", "--config", "edge-config")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            while (!answers(http, ready)) {
                if (!process.isAlive() || System.nanoTime() - began > LIMIT.toNanos()) {
                    throw new PerfException("the service did not start:\n" + Files.readString(output));
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
            }
            double seconds = (System.nanoTime() - began) / NANOS;
            Thread.sleep(idle.toMillis());
            ProcessHandle service = service(process);
            return new Start(seconds, megabytes(service, "VmRSS:"), megabytes(service, "RssAnon:"));
        } finally {
            end(process);
        }
    }

    /** Waits for all: what still listened would answer for the next start. */
    private static void end(Process process) throws InterruptedException {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroy);
        CompletableFuture<?>[] ends = all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(ends).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            all.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static boolean answers(HttpClient http, HttpRequest ready) throws InterruptedException {
        try {
            return http.send(ready, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // not listening yet
        }
    }

    /** The launcher itself becomes the service, or waits for it; the service has the most memory of all. */
    private static ProcessHandle service(Process launcher) throws IOException {
        List<ProcessHandle> all = Stream.concat(Stream.of(launcher.toHandle()), launcher.descendants())
                .filter(process -> Files.exists(Path.of("/proc", String.valueOf(process.pid()))))
                .toList();
        return all.stream()
                .max(Comparator.comparingDouble(process -> megabytes(process, "VmRSS:")))
                .orElseThrow(() -> new IOException("the service ended"));
    }

    private static double megabytes(ProcessHandle process, String field) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith(field))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / KIB_A_MB)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0; // ended meanwhile, or no Linux
        }
    }
}
