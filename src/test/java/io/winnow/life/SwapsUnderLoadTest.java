package io.winnow.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.adapter.faiss.Native;
import io.winnow.adapter.storage.TestDatabase;
import io.winnow.core.image.ContentHash;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.life.PromotionPolicy;
import io.winnow.core.model.Artefact;
import io.winnow.core.model.ArtefactException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Swaps the serving model a thousand times while frames are inspected, every tenth time towards an artefact that is refused.
 * {@code -Dwinnow.swaps=3000} for the long form.
 */
class SwapsUnderLoadTest {
    private static final int SWAPS = Integer.getInteger("winnow.swaps", 1_000);
    private static final int FAILING_EVERY = 10;
    private static final int WARM_UP = 200;

    /** Of the size of a model's index. A leak of each refused model, a tenth of all, would be 0.1; one of each swapped, 1. */
    private static final double MOST_OF_AN_INDEX = 0.05;

    /** Until the C library has made its arenas; what it keeps in them goes up and down by ten megabytes from then on. */
    private static final int NATIVE_WARM_UP = 400;

    /** More than that up and down; a leak of each model would be less in the short form, which is why models are counted, too. */
    private static final double MOST_NATIVE_GROWTH = 60e6;

    /** Java's heap and classes lie below, what native code allocates above. */
    private static final long JAVA_BELOW = 1L << 36;

    private static final Pattern MAPPING = Pattern.compile("([0-9a-f]+)-[0-9a-f]+ \\S+ \\S+ \\S+ (\\d+).*");
    private static final Pattern RESIDENT = Pattern.compile("Rss:\\s+(\\d+) kB");

    private static final System.Logger LOG = System.getLogger(SwapsUnderLoadTest.class.getName());

    private final Path folder;

    SwapsUnderLoadTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void thousandSwaps_failingOnesAmongThem_noFailedVerdictAndNoLeak() throws Exception {
        CountingIndexes indexes = new CountingIndexes(Native.factory(1));
        try (LifeRig rig = new LifeRig(folder, TestDatabase.create(folder), indexes, PromotionPolicy.DEFAULT)
                .filled()
                .opened()) {
            ModelVersion a = rig.refitAndAdmit(1);
            ModelVersion b = rig.refitAndAdmit(2);
            rig.life.promote(rig.station, b, "test", "swap");
            ModelVersion damaged = rig.refitAndAdmit(3);
            rig.life.promote(rig.station, damaged, "test", "swap");
            rig.life.rollBack(rig.station, a, "test", "swap");
            assertThat(indexes.open()).isEqualTo(1);
            changeGoldenVerdict(rig.folder(damaged), damaged);

            AtomicBoolean stop = new AtomicBoolean();
            Map<String, Integer> inspected = new ConcurrentHashMap<>();
            Thread line = new Thread(() -> inspectUntil(rig, stop, inspected), "line");
            line.start();
            List<double[]> heap = new ArrayList<>();
            List<double[]> resident = new ArrayList<>();
            for (int swap = 0; swap < SWAPS; swap++) {
                swap(rig, swap, a, b, damaged);
                if (swap >= WARM_UP && swap % 50 == 0) {
                    heap.add(new double[] {swap, usedHeap()});
                    if (swap >= NATIVE_WARM_UP) {
                        resident.add(new double[] {swap, nativeMemory()});
                    }
                }
            }
            stop.set(true);
            line.join();
            requireGood(inspected, a, b);
            double index = Files.size(rig.folder(a).resolve("index"));
            LOG.log(
                    System.Logger.Level.INFO,
                    "{0} swaps: heap {1} kB and native memory {2} kB a swap, an index has {3} kB; native memory {4} MB after {5} swaps and {6} MB at the end",
                    SWAPS,
                    Math.round(slope(heap) / 100) / 10.0,
                    Math.round(slope(resident) / 100) / 10.0,
                    Math.round(index / 1000),
                    Math.round(resident.get(0)[1] / 1e6),
                    NATIVE_WARM_UP,
                    Math.round(resident.get(resident.size() - 1)[1] / 1e6));
            assertThat(slope(heap)).as("heap bytes a swap").isLessThan(MOST_OF_AN_INDEX * index);
            assertThat(resident.get(resident.size() - 1)[1] - resident.get(0)[1])
                    .as("growth of native memory")
                    .isLessThan(MOST_NATIVE_GROWTH);
            assertThat(indexes.loaded()).isGreaterThan(SWAPS * 9 / 10);
            assertThat(indexes.open()).as("indexes open: the champion's").isEqualTo(1);
        }
    }

    private static void swap(LifeRig rig, int swap, ModelVersion a, ModelVersion b, ModelVersion damaged)
            throws ArtefactException {
        if (swap % FAILING_EVERY == FAILING_EVERY - 1) {
            assertThatThrownBy(() -> rig.life.rollBack(rig.station, damaged, "test", "swap"))
                    .isInstanceOf(ArtefactException.class)
                    .hasMessageContaining("does not score as it did");
            return;
        }
        boolean servesA = rig.station.model().orElseThrow().version().equals(a);
        rig.life.rollBack(rig.station, servesA ? b : a, "test", "swap");
    }

    private static void inspectUntil(LifeRig rig, AtomicBoolean stop, Map<String, Integer> inspected) {
        for (long seed = 10_000; !stop.get(); seed++) {
            Inspection inspection = rig.inspect(seed % 2 == 0 ? RigCamera.good(seed) : RigCamera.defective(seed));
            inspected.merge(
                    inspection.model().map(ModelVersion::toString).orElse("none") + " "
                            + inspection.verdict().word(),
                    1,
                    Integer::sum);
        }
    }

    /** Every frame was judged, by one of the two. */
    private static void requireGood(Map<String, Integer> inspected, ModelVersion a, ModelVersion b) {
        assertThat(inspected.keySet()).allMatch(key -> key.matches("(%s|%s) (pass|reject)".formatted(a, b)));
        assertThat(inspected.keySet()).anyMatch(key -> key.startsWith(a + " "));
        assertThat(inspected.keySet()).anyMatch(key -> key.startsWith(b + " "));
        assertThat(inspected.values().stream().mapToInt(Integer::intValue).sum())
                .isGreaterThan(100);
    }

    /** Manifest and seal changed alike: only the parity gate finds it, after everything was opened. */
    private void changeGoldenVerdict(Path artefact, ModelVersion version) throws Exception {
        Path manifest = artefact.resolve(Artefact.FILE);
        byte[] changed = Files.readString(manifest)
                .replaceFirst("\"rejected\" : (true|false)", "\"rejected\" : null")
                .replace("\"rejected\" : null", "\"rejected\" : " + !firstRejected(manifest))
                .getBytes(StandardCharsets.UTF_8);
        Files.write(manifest, changed);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("test.db"));
                PreparedStatement seal =
                        connection.prepareStatement("UPDATE model_state SET seal = ? WHERE version = ?")) {
            seal.setString(1, ContentHash.of(ByteBuffer.wrap(changed)).hex());
            seal.setInt(2, version.number());
            assertThat(seal.executeUpdate()).isEqualTo(1);
        }
    }

    private static boolean firstRejected(Path manifest) throws IOException {
        String text = Files.readString(manifest);
        return text.startsWith("true", text.indexOf("\"rejected\" : ") + "\"rejected\" : ".length());
    }

    private static double usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** What is resident of anonymous memory outside the Java heap, from the kernel. */
    private static double nativeMemory() throws IOException {
        double bytes = 0;
        boolean counts = false;
        for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            Matcher mapping = MAPPING.matcher(line);
            Matcher resident = RESIDENT.matcher(line);
            if (mapping.matches()) {
                counts = mapping.group(2).equals("0") && Long.parseUnsignedLong(mapping.group(1), 16) >= JAVA_BELOW;
            } else if (counts && resident.matches()) {
                bytes += Long.parseLong(resident.group(1)) * 1024.0;
            }
        }
        return bytes;
    }

    /** Least squares. */
    private static double slope(List<double[]> points) {
        double meanX = points.stream().mapToDouble(p -> p[0]).average().orElseThrow();
        double meanY = points.stream().mapToDouble(p -> p[1]).average().orElseThrow();
        double covariance = points.stream()
                .mapToDouble(p -> (p[0] - meanX) * (p[1] - meanY))
                .sum();
        double variance = points.stream()
                .mapToDouble(p -> (p[0] - meanX) * (p[0] - meanX))
                .sum();
        return covariance / variance;
    }
}
