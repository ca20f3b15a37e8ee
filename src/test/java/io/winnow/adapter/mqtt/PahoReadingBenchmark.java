package io.winnow.adapter.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.camera.Acknowledgement;
import io.winnow.core.camera.CameraFeed;
import io.winnow.core.camera.Shot;
import io.winnow.core.camera.StationAddress;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.StationId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How fast frames of 200 KB come through the gateway from a real Mosquitto, with Paho's reading mended and as published. The frames
 * are queued in the broker first, so that sending them takes nothing away. See docs/measurements-mqtt.md.
 */
class PahoReadingBenchmark {
    private static final int FRAMES = 600;
    private static final int WARM_UP = 200;
    private static final int FRAME_BYTES = 200_000;
    private static final int ROUNDS = 3;
    private static final StationAddress STATION = new StationAddress("bench", "line", "camera");

    private record Measured(double framesPerSecond, double cpuMillisPerFrame) {}

    private final Path folder;

    PahoReadingBenchmark(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void frames_of200KB_mendedAndAsPublished() throws Exception {
        String ours = System.getProperty("java.class.path");
        String published = pahoFirst(ours);
        double mended = 0;
        double unmended = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Measured a = child(ours, round);
            Measured b = child(published, round + ROUNDS);
            System.out.printf(
                    Locale.ROOT,
                    "round %d: mended %.0f frames/s (%.2f ms CPU a frame), as published %.0f frames/s (%.2f ms), ratio %.1f%n",
                    round + 1,
                    a.framesPerSecond(),
                    a.cpuMillisPerFrame(),
                    b.framesPerSecond(),
                    b.cpuMillisPerFrame(),
                    a.framesPerSecond() / b.framesPerSecond());
            mended = Math.max(mended, a.framesPerSecond());
            unmended = Math.max(unmended, b.framesPerSecond());
        }
        assertThat(mended).as("frames per second").isGreaterThanOrEqualTo(400);
        assertThat(mended / unmended).as("ratio").isGreaterThan(3);
    }

    private static String pahoFirst(String classPath) {
        String[] entries = classPath.split(System.getProperty("path.separator"));
        return Stream.concat(
                        Arrays.stream(entries).filter(PahoReadingBenchmark::isPaho),
                        Arrays.stream(entries).filter(entry -> !isPaho(entry)))
                .collect(Collectors.joining(System.getProperty("path.separator")));
    }

    private static boolean isPaho(String entry) {
        return entry.contains("org.eclipse.paho.mqttv5.client");
    }

    private Measured child(String classPath, int number) throws IOException, InterruptedException {
        Path own = Files.createDirectories(folder.resolve("run" + number));
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        classPath,
                        Run.class.getName(),
                        own.toString())
                .redirectError(own.resolve("log").toFile())
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            String[] figures = Objects.requireNonNull(out.readLine()).split(" ");
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Measured(Double.parseDouble(figures[0]), Double.parseDouble(figures[1]));
        } finally {
            child.destroyForcibly();
        }
    }

    /** One measurement in a process of its own: prints frames per second and milliseconds of CPU per frame. */
    static final class Run {
        private Run() {}

        public static void main(String[] args) throws Exception {
            try (MosquittoProcess broker = MosquittoProcess.start(Path.of(args[0]), false, OptionalInt.empty())) {
                remember(broker.uri());
                queue(broker.uri());
                System.out.println(receive(broker.uri()));
            }
        }

        /** Leaves a session behind, for which the broker queues. */
        private static void remember(URI broker) throws InterruptedException {
            try (MqttGateway gateway = open(broker, new AtomicInteger(), new CountDownLatch(1), new AtomicLong())) {
                assertThat(gateway.awaitConnected(Duration.ofSeconds(10))).isTrue();
            }
        }

        private static void queue(URI broker) throws IOException, InterruptedException {
            byte[] frame = new byte[FRAME_BYTES];
            new Random(1).nextBytes(frame);
            int[] sent = {0};
            try (MqttCameraLink link = MqttCameraLink.open(MqttSettings.of(broker), STATION)) {
                CameraFeed.Settings fast = new CameraFeed.Settings(0, false, Duration.ofSeconds(30));
                new CameraFeed(link, fast, InstantSource.system())
                        .play(
                                () -> sent[0] == FRAMES
                                        ? Optional.empty()
                                        : Optional.of(new Shot(
                                                new FrameId("f" + sent[0]++),
                                                EncodedImage.adopt(frame),
                                                Optional.empty(),
                                                Optional.empty())),
                                count -> {});
            }
        }

        private static String receive(URI broker) throws InterruptedException {
            AtomicInteger received = new AtomicInteger();
            AtomicLong start = new AtomicLong();
            CountDownLatch all = new CountDownLatch(1);
            long cpuBefore = cpuNanos();
            try (MqttGateway gateway = open(broker, received, all, start)) {
                assertThat(all.await(120, TimeUnit.SECONDS)).isTrue();
                double seconds = (System.nanoTime() - start.get()) / 1e9;
                double cpuMillis = (cpuNanos() - cpuBefore) / 1e6;
                return "%s %s".formatted((FRAMES - WARM_UP) / seconds, cpuMillis / FRAMES);
            }
        }

        private static long cpuNanos() {
            return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                    .getProcessCpuTime();
        }

        private static MqttGateway open(URI broker, AtomicInteger received, CountDownLatch all, AtomicLong start) {
            GatewaySettings settings = new GatewaySettings(
                    MqttSettings.of(broker), new StationId("camera"), STATION, "bench", 16, Optional.empty(), false);
            StationHandler handler = new StationHandler(
                    (frame, acknowledgement) -> count(acknowledgement, received, all, start),
                    (command, answer) -> {},
                    (station, frame, truth) -> {});
            return MqttGateway.open(settings, handler, InstantSource.system());
        }

        private static void count(
                Acknowledgement acknowledgement, AtomicInteger received, CountDownLatch all, AtomicLong start) {
            acknowledgement.done();
            int now = received.incrementAndGet();
            if (now == WARM_UP) {
                start.set(System.nanoTime());
            } else if (now == FRAMES) {
                all.countDown();
            }
        }
    }
}
