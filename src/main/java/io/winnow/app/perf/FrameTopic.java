package io.winnow.app.perf;

import com.sun.management.ThreadMXBean;
import io.winnow.adapter.faiss.MatrixProduct;
import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.InputTensor;
import io.winnow.core.index.FloatMatrix;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.Stage;
import io.winnow.core.perf.Comparison;
import io.winnow.core.perf.Comparison.Work;
import io.winnow.core.perf.Goal;
import io.winnow.core.perf.Outcome;
import io.winnow.core.perf.PerfException;
import io.winnow.core.perf.PerfLog;
import io.winnow.core.perf.PerfTopic;
import io.winnow.core.station.Overload;
import io.winnow.core.station.Station;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * One frame from its bytes to its stored verdict, against what cannot be left out: the bare backbone, and a quarter of one matrix
 * product of the search's size.
 */
public final class FrameTopic implements PerfTopic {
    private static final ImageSize PICTURE = new ImageSize(1024, 1280);
    private static final ImageSize INPUT = new ImageSize(224, 224);
    private static final int BANK_VECTORS = 16_384;
    private static final int SEARCH_SHARE = 4;
    private static final double GOAL = 1.25;
    private static final int STREAM_FRAMES = 300;
    private static final double NANOS_PER_MILLI = 1e6;

    private final PerfBackbones backbones;
    private final int threads;
    private final int rounds;

    public FrameTopic(PerfBackbones backbones, int threads, int rounds) {
        this.backbones = backbones;
        this.threads = threads;
        this.rounds = rounds;
    }

    @Override
    public String name() {
        return "frame";
    }

    @Override
    public String summary() {
        return "a %s JPEG to its stored verdict, against backbone and search alone".formatted(PICTURE);
    }

    @Override
    public void measure(PerfLog log) throws PerfException {
        try (FeatureExtractor backbone = backbones.preferred()) {
            log.progress("fitting a memory bank of %d patches".formatted(BANK_VECTORS));
            TestLine.Settings settings = new TestLine.Settings(1, PICTURE, INPUT, BANK_VECTORS, threads, Overload.WAIT);
            try (TestLine line = TestLine.open(settings, backbone)) {
                double least = compare(line, log);
                stream(line, least, log);
            }
        }
    }

    /**
     * Gives the seconds of backbone and a share of the product. The two are timed apart: one after the other, each would find the
     * other's threads still spinning.
     */
    private double compare(TestLine line, PerfLog log) {
        Station station = line.stations().all().get(0);
        InputTensor input = new InputTensor(INPUT);
        FloatMatrix queries = FloatMatrix.zeros(line.patches(), line.dimension());
        FloatMatrix bank = FloatMatrix.zeros(Math.toIntExact(line.bankSize()), line.dimension());
        String size = "%s to %s, %s, bank %d x %d"
                .formatted(PICTURE, INPUT, line.backbone().manifest().name(), line.bankSize(), line.dimension());
        Outcome frame = log.compare(new Comparison(
                "frame path, " + size,
                new Work("bytes to stored verdict", () -> line.inspect(station)),
                new Work("backbone", () -> line.backbone().extract(input)),
                Goal.NONE,
                rounds));
        Outcome product = log.compare(new Comparison(
                "backbone against sgemm of the search's size",
                new Work("backbone", () -> line.backbone().extract(input)),
                new Work("sgemm", () -> MatrixProduct.multiply(queries, bank, threads)),
                Goal.NONE,
                rounds));
        double least =
                frame.referenceSeconds().median() + product.referenceSeconds().median() / SEARCH_SHARE;
        judge("frame in turns with the backbone", frame.subjectSeconds().median() / least, log);
        return least;
    }

    private static void judge(String frame, double ratio, PerfLog log) {
        log.figure(
                "%s / (backbone + sgemm / %d), medians (goal %.2f)".formatted(frame, SEARCH_SHARE, GOAL),
                ratio,
                ratio <= GOAL ? "met" : "MISSED");
    }

    private void stream(TestLine line, double least, PerfLog log) {
        Station station = line.stations().all().get(0);
        double[] millis = new double[STREAM_FRAMES];
        Map<Stage, Double> stages = new EnumMap<>(Stage.class);
        var threadsBean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = 0;
        for (int i = 0; i < STREAM_FRAMES; i++) {
            var frame = line.frame(station);
            long allocated = threadsBean.getCurrentThreadAllocatedBytes();
            long began = System.nanoTime();
            Inspection inspection = station.inspect(frame, Duration.ZERO);
            millis[i] = (System.nanoTime() - began) / NANOS_PER_MILLI;
            bytes += threadsBean.getCurrentThreadAllocatedBytes() - allocated;
            inspection
                    .timings()
                    .stages()
                    .forEach((stage, time) ->
                            stages.merge(stage, time.toNanos() / NANOS_PER_MILLI / STREAM_FRAMES, Double::sum));
        }
        stages.forEach((stage, mean) -> log.figure("stage " + stage.name().toLowerCase(Locale.ROOT), mean, "ms"));
        Arrays.sort(millis);
        double p50 = millis[STREAM_FRAMES / 2];
        double p99 = millis[STREAM_FRAMES * 99 / 100];
        log.figure("frame p50", p50, "ms");
        judge("frame of a steady stream", p50 / 1e3 / least, log);
        log.figure("frame p99", p99, "ms");
        log.figure("frame p99 / p50 (goal 1.5)", p99 / p50, "");
        log.figure("heap allocated", (double) bytes / STREAM_FRAMES, "bytes/frame");
    }
}
