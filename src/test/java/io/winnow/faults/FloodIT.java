package io.winnow.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.adapter.mqtt.MqttCameraLink;
import io.winnow.adapter.mqtt.MqttSettings;
import io.winnow.core.camera.Shot;
import io.winnow.core.camera.StationAddress;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.FrameId;
import io.winnow.testing.Await;
import io.winnow.testing.WinnowProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A camera that sends ten times what the machine can judge, beside one that behaves. {@code -Dwinnow.flood=60} for the long form.
 */
class FloodIT {
    private static final Duration FLOOD = Duration.ofSeconds(Integer.getInteger("winnow.flood", 6));
    private static final int TIMES_CAPACITY = 10;
    private static final double LEAST_PER_SECOND = 150;
    private static final int UNCONFIRMED = 100;
    private static final int INPUT_SIDE = 224;
    private static final int WARM_UP = 30;
    private static final Duration ONE_A_SECOND = Duration.ofSeconds(1);
    private static final long MOST_GROWTH = 300_000_000;

    private final Path folder;

    FloodIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void cameraSendsTenTimesWhatCanBeJudged() throws Exception {
        List<byte[]> pictures = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            pictures.add(QueueingCamera.picture(64));
        }
        try (FaultRig rig = new FaultRig(folder, folder.resolve("data"))
                        .station("flood", INPUT_SIDE, 10_000, "overload: skip")
                        .station("calm", 64, 10_000, "");
                MqttCameraLink flooding = MqttCameraLink.open(
                        MqttSettings.of(rig.broker().uri()), new StationAddress("test", "line", "flood"))) {
            Semaphore unconfirmed = new Semaphore(UNCONFIRMED);
            AtomicInteger lost = new AtomicInteger();
            WinnowProcess service = rig.start();
            rig.awaitReady();
            warmUp(rig, pictures);
            double capacity = capacity(rig);
            long before = service.residentBytes();
            long most = before;
            int sent = 0;
            try (QueueingCamera calm = QueueingCamera.start(rig.broker().uri(), "calm", ONE_A_SECOND)) {
                // What was measured just after the start may be far below what the machine can do.
                long pause =
                        (long) (TimeUnit.SECONDS.toNanos(1) / Math.max(LEAST_PER_SECOND, TIMES_CAPACITY * capacity));
                long began = System.nanoTime();
                long next = began;
                while (System.nanoTime() - began < FLOOD.toNanos()) {
                    Shot shot = shot(sent, pictures.get(sent % pictures.size()));
                    unconfirmed.acquire();
                    flooding.sendFrame(shot, Instant.now()).whenComplete((done, failure) -> {
                        lost.addAndGet(failure == null ? 0 : 1);
                        unconfirmed.release();
                    });
                    sent++;
                    most = sent % 100 == 0 ? Math.max(most, service.residentBytes()) : most;
                    next += pause;
                    LockSupport.parkNanos(next - System.nanoTime());
                }
                unconfirmed.acquire(UNCONFIRMED);
                assertThat(lost).as("frames that the broker did not take").hasValue(0);
                int all = sent;
                Await.until(
                        "all frames to be accounted for", Duration.ofMinutes(5), () -> Optional.of(rig.stored("flood"))
                                .filter(stored -> stored.size() >= WARM_UP + all));
                int behaved = calm.finish();
                rig.awaitStored("calm", behaved);
                assertThat(rig.stored("calm")).isEqualTo(calm.names());
            }
            int skipped = count(rig, "station_id = 'flood' AND cause = 'OVERLOAD'");
            System.getLogger(FloodIT.class.getName())
                    .log(
                            System.Logger.Level.INFO,
                            "capacity {0} frames/s, sent {1} in {2} s, skipped {3}, resident {4} MB before and {5} MB at most",
                            Math.round(capacity * 10) / 10.0,
                            sent,
                            FLOOD.toSeconds(),
                            skipped,
                            before / 1_000_000,
                            most / 1_000_000);
            assertThat(most - before).as("growth of memory").isLessThan(MOST_GROWTH);
            assertThat(skipped).as("skipped of " + sent).isBetween(sent / 2, sent - 1);
            assertThat(count(rig, "station_id = 'calm' AND cause = 'OVERLOAD'")).isZero();
            assertThat(rig.metric("winnow_frames_dropped_total", "reason=\"overload\""))
                    .isEqualTo(skipped);
            assertThat(rig.station("flood").path("counts").path("dropped").asInt())
                    .isEqualTo(skipped);
            assertRecovered(rig, pictures.get(0));
        }
    }

    private static Shot shot(int number, byte[] picture) {
        return new Shot(new FrameId("x-" + number), EncodedImage.adopt(picture), Optional.empty(), Optional.empty());
    }

    private static int count(FaultRig rig, String condition) throws Exception {
        return Integer.parseInt(
                rig.column("SELECT COUNT(*) FROM inspection WHERE " + condition).get(0));
    }

    private static void warmUp(FaultRig rig, List<byte[]> pictures) throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            assertThat(rig.rest()
                            .post("/api/v1/stations/flood/inspections", "image/png", pictures.get(i))
                            .status())
                    .isEqualTo(200);
        }
    }

    /** Frames a second that the machine judges, by the service's own clock: how long a frame takes it, storing included. */
    private static double capacity(FaultRig rig) throws Exception {
        double milliseconds = 0;
        for (JsonNode station : rig.rest().get("/api/v1/system").json().path("latency")) {
            for (JsonNode stage : station.path("stages")) {
                boolean whole =
                        List.of("total", "record").contains(stage.path("stage").asText());
                if (station.path("station").asText().equals("flood") && whole) {
                    milliseconds += stage.path("p50Ms").asDouble();
                }
            }
        }
        assertThat(milliseconds).isPositive();
        return 1_000 / milliseconds;
    }

    private static void assertRecovered(FaultRig rig, byte[] picture) throws Exception {
        long began = System.nanoTime();
        var answer = rig.rest().post("/api/v1/stations/flood/inspections", "image/png", picture);
        assertThat(answer.json().path("cause").asText()).isEqualTo("collecting");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }
}
