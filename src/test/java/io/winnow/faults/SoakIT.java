package io.winnow.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.testing.WinnowProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The service under load for a while, with refits and swaps in it, and what becomes of its memory: that of the process as the system sees
 * it, native memory included. {@code -Dwinnow.soak=600} for ten minutes, {@code 3600} for an hour;
 * {@code -Dwinnow.soak.gentle=true} leaves room for other tests beside it.
 */
class SoakIT {
    private static final Duration SOAK = Duration.ofSeconds(Integer.getInteger("winnow.soak", 20));
    private static final boolean GENTLE = Boolean.getBoolean("winnow.soak.gentle");
    private static final Duration PACE = Duration.ofMillis(GENTLE ? 250 : 60);
    private static final Duration BETWEEN_FITS = Duration.ofSeconds(GENTLE ? 40 : 5);

    /** From so long on, the slope means something: most classes are loaded, compiled, and buffers have their size. */
    private static final Duration TELLING = Duration.ofMinutes(8);

    /** From so long on, all of them have, also on a machine that has other things to do. */
    private static final Duration SETTLED = Duration.ofMinutes(30);

    private static final double MOST_BYTES_A_MINUTE = 12e6;
    private static final double MOST_BYTES_A_MINUTE_SETTLED = 3e6;

    /** While all of that still grows. */
    private static final long MOST_GROWTH = 300_000_000;

    /**
     * Taken whole at the start, so that what grows afterwards is not the heap that the virtual machine has not used yet. The young
     * generation is small: direct memory is freed when it is collected, which must come often under a gentle load too, or the level that
     * memory settles at is not reached within the test.
     */
    private static final List<String> FIXED_HEAP = List.of("-Xms600m", "-Xmx600m", "-Xmn48m", "-XX:+AlwaysPreTouch");

    private record Sample(double minute, long resident) {}

    private final Path folder;

    SoakIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void loadWithRefitsAndSwaps_memoryStaysWhereItIs() throws Exception {
        String more = """
                promotion: {policy: manual, keepVersions: 2}
                pool: {frames: 60, share: 0.2}
                """;
        try (FaultRig rig = new FaultRig(folder, folder.resolve("data")).station("top", 64, 30, more)) {
            WinnowProcess service = rig.start(FIXED_HEAP, Map.of());
            rig.awaitReady();
            try (QueueingCamera camera = QueueingCamera.start(rig.broker().uri(), "top", PACE)) {
                rig.awaitModel("top");
                List<Sample> samples = new ArrayList<>();
                int swaps = 0;
                long began = System.nanoTime();
                long nextFit = began;
                while (System.nanoTime() - began < SOAK.toNanos()) {
                    samples.add(new Sample((System.nanoTime() - began) / 60e9, service.residentBytes()));
                    if (System.nanoTime() >= nextFit) {
                        swaps += promoteCandidate(rig);
                        rig.rest().json("POST", "/api/v1/stations/top/refits", "{}");
                        nextFit = System.nanoTime() + BETWEEN_FITS.toNanos();
                    }
                    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
                }
                report(samples, swaps, camera.confirmed());
                int all = camera.finish();
                rig.awaitStored("top", all);
                assertThat(rig.stored("top")).isEqualTo(camera.names());
                assertThat(swaps).isPositive();
                if (SOAK.compareTo(TELLING) >= 0) {
                    assertThat(slope(secondHalf(samples)))
                            .isLessThan(
                                    SOAK.compareTo(SETTLED) >= 0 ? MOST_BYTES_A_MINUTE_SETTLED : MOST_BYTES_A_MINUTE);
                } else {
                    assertThat(samples.get(samples.size() - 1).resident()
                                    - samples.get(0).resident())
                            .isLessThan(MOST_GROWTH);
                }
            }
        }
    }

    /** Swaps the candidate in, where there is one; how many swaps that was. */
    private static int promoteCandidate(FaultRig rig) throws Exception {
        for (JsonNode model :
                rig.rest().get("/api/v1/stations/top/models").json().path("items")) {
            if (model.path("state").asText().matches("candidate|shadowing|ready|held")) {
                String path = "/api/v1/stations/top/models/%s/promote"
                        .formatted(model.path("version").asText());
                return rig.rest()
                                        .json("POST", path, "{\"reason\": \"to swap\"}")
                                        .status()
                                == 200
                        ? 1
                        : 0;
            }
        }
        return 0;
    }

    private static List<Sample> secondHalf(List<Sample> samples) {
        return samples.subList(samples.size() / 2, samples.size());
    }

    /** Bytes a minute, by least squares. */
    private static double slope(List<Sample> samples) {
        double meanMinute =
                samples.stream().mapToDouble(Sample::minute).average().orElseThrow();
        double meanBytes =
                samples.stream().mapToDouble(Sample::resident).average().orElseThrow();
        double product = 0;
        double square = 0;
        for (Sample sample : samples) {
            product += (sample.minute() - meanMinute) * (sample.resident() - meanBytes);
            square += (sample.minute() - meanMinute) * (sample.minute() - meanMinute);
        }
        return product / square;
    }

    private static void report(List<Sample> samples, int swaps, int frames) {
        System.getLogger(SoakIT.class.getName())
                .log(
                        System.Logger.Level.INFO,
                        "{0} s, {1} frames, {2} swaps: resident {3} MB, then {4} MB, at the end {5} MB; slope of the second half {6} kB/min",
                        SOAK.toSeconds(),
                        frames,
                        swaps,
                        samples.get(0).resident() / 1_000_000,
                        samples.get(samples.size() / 2).resident() / 1_000_000,
                        samples.get(samples.size() - 1).resident() / 1_000_000,
                        Math.round(slope(secondHalf(samples)) / 1000));
    }
}
