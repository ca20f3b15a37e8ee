package io.winnow.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.adapter.faiss.Native;
import io.winnow.adapter.storage.TestDatabase;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.life.PromotionPolicy;
import io.winnow.core.model.ArtefactException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Swaps the serving model a thousand times while frames are inspected, every tenth time towards an artefact that is refused. */
class SwapsUnderLoadTest {
    private static final int SWAPS = 1_000;
    private static final int FAILING_EVERY = 10;
    private static final int WARM_UP = 200;

    /** Of the size of a model's index. A leak of each refused model, a tenth of all, would be 0.1; one of each swapped, 1. */
    private static final double MOST_OF_AN_INDEX = 0.05;

    /** Java's heap and classes lie below, what native code allocates above. */
    private static final long JAVA_BELOW = 1L << 36;

    private static final Pattern MAPPING = Pattern.compile("([0-9a-f]+)-[0-9a-f]+ \\S+ \\S+ \\S+ (\\d+).*");
    private static final Pattern RESIDENT = Pattern.compile("Rss:\\s+(\\d+) kB");

    private final Path folder;

    SwapsUnderLoadTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void thousandSwaps_failingOnesAmongThem_noFailedVerdictAndNoLeak() throws Exception {
        try (LifeRig rig = new LifeRig(folder, TestDatabase.create(folder), Native.factory(1), PromotionPolicy.DEFAULT)
                .filled()
                .opened()) {
            ModelVersion a = rig.refitAndAdmit(1);
            ModelVersion b = rig.refitAndAdmit(2);
            rig.life.promote(rig.station, b, "test", "swap");
            ModelVersion damaged = rig.refitAndAdmit(3);
            rig.life.promote(rig.station, damaged, "test", "swap");
            rig.life.rollBack(rig.station, a, "test", "swap");
            Path golden = rig.folder(damaged).resolve("patchcore");
            Files.write(golden, new byte[] {1, 2, 3});

            AtomicBoolean stop = new AtomicBoolean();
            Queue<Inspection> inspected = new ConcurrentLinkedQueue<>();
            Thread line = new Thread(() -> inspectUntil(rig, stop, inspected), "line");
            line.start();
            List<double[]> heap = new ArrayList<>();
            List<double[]> resident = new ArrayList<>();
            for (int swap = 0; swap < SWAPS; swap++) {
                swap(rig, swap, a, b, damaged);
                if (swap >= WARM_UP && swap % 50 == 0) {
                    heap.add(new double[] {swap, usedHeap()});
                    resident.add(new double[] {swap, nativeMemory()});
                }
            }
            stop.set(true);
            line.join();
            System.out.println(slope(heap) + " " + slope(resident) + " of "
                    + Files.size(rig.folder(a).resolve("index")) + " inspected " + inspected.size());

            requireGood(inspected, Set.of(a, b));
            double most = MOST_OF_AN_INDEX * Files.size(rig.folder(a).resolve("index"));
            assertThat(slope(heap)).as("heap bytes a swap").isLessThan(most);
            assertThat(slope(resident)).as("native bytes a swap").isLessThan(most);
        }
    }

    private static void swap(LifeRig rig, int swap, ModelVersion a, ModelVersion b, ModelVersion damaged)
            throws ArtefactException {
        if (swap % FAILING_EVERY == FAILING_EVERY - 1) {
            assertThatThrownBy(() -> rig.life.rollBack(rig.station, damaged, "test", "swap"))
                    .isInstanceOf(ArtefactException.class);
            return;
        }
        boolean servesA = rig.station.model().orElseThrow().version().equals(a);
        rig.life.rollBack(rig.station, servesA ? b : a, "test", "swap");
    }

    private static void inspectUntil(LifeRig rig, AtomicBoolean stop, Queue<Inspection> inspected) {
        for (long seed = 10_000; !stop.get(); seed++) {
            inspected.add(rig.inspect(seed % 2 == 0 ? RigCamera.good(seed) : RigCamera.defective(seed)));
        }
    }

    private static void requireGood(Queue<Inspection> inspected, Set<ModelVersion> versions) {
        Set<ModelVersion> seen = new HashSet<>();
        for (Inspection inspection : inspected) {
            assertThat(inspection.verdict()).isNotInstanceOf(Verdict.Undecided.class);
            seen.add(inspection.model().orElseThrow());
        }
        assertThat(seen).isEqualTo(versions);
        assertThat(inspected.size()).isGreaterThan(100);
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
