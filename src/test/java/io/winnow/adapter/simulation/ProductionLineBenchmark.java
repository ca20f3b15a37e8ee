package io.winnow.adapter.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.opencv.core.Core;

/** How many pictures a second one core renders and encodes. See docs/measurements-mqtt.md. */
class ProductionLineBenchmark {
    private static final int WARM_UP = 60;
    private static final int PICTURES = 300;

    @Test
    void next_oneCore_picturesPerSecond() {
        OpenCv.load();
        int before = Core.getNumThreads();
        Core.setNumThreads(1);
        try (ProductionLine line = new ProductionLine(new ProductionLine.Settings(1, 0.1, Optional.empty(), "bench"))) {
            make(line, WARM_UP);
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            long bytes = make(line, PICTURES);
            double seconds = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%.0f pictures per second of CPU time, %d KB each%n",
                    PICTURES / seconds,
                    bytes / PICTURES / 1000);
            assertThat(PICTURES / seconds).isGreaterThan(30);
        } finally {
            Core.setNumThreads(before);
        }
    }

    private static long make(ProductionLine line, int pictures) {
        long bytes = 0;
        for (int i = 0; i < pictures; i++) {
            bytes += line.next().orElseThrow().image().byteCount();
        }
        return bytes;
    }
}
