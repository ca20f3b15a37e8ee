package io.winnow.app.perf;

import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.image.ImageSize;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.perf.Chart;
import io.winnow.core.perf.Chart.Point;
import io.winnow.core.perf.Chart.Series;
import io.winnow.core.perf.PerfException;
import io.winnow.core.perf.PerfLog;
import io.winnow.core.perf.PerfTopic;
import io.winnow.core.station.FrameQueue;
import io.winnow.core.station.Overload;
import io.winnow.core.station.Station;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;

/**
 * Cameras side by side at rising rates, beyond what can be judged: frames a second, and how long a frame waits for its stored verdict
 * from the moment at which it was due. Frames that come too fast are skipped, and every one is counted.
 */
public final class CamerasTopic implements PerfTopic {
    private static final List<Integer> CAMERAS = List.of(1, 2, 4, 8, 16);
    private static final List<Double> LOADS = List.of(0.25, 0.5, 0.75, 0.9, 1.2);
    private static final ImageSize PICTURE = new ImageSize(480, 640);
    private static final ImageSize INPUT = new ImageSize(224, 224);
    private static final int BANK_VECTORS = 4_096;
    private static final int LINE_FRAMES = 8;
    private static final long CAPACITY_NANOS = TimeUnit.SECONDS.toNanos(4);
    private static final long LOAD_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private final PerfBackbones backbones;
    private final int threads;

    public CamerasTopic(PerfBackbones backbones, int threads) {
        this.backbones = backbones;
        this.threads = threads;
    }

    @Override
    public String name() {
        return "cameras";
    }

    @Override
    public String summary() {
        return "1 to 16 cameras at rising rates until more comes than can be judged";
    }

    @Override
    public void measure(PerfLog log) throws PerfException {
        List<Series> judged = new ArrayList<>();
        List<Series> median = new ArrayList<>();
        List<Series> tail = new ArrayList<>();
        try (FeatureExtractor backbone = backbones.preferred()) {
            for (int cameras : CAMERAS) {
                List<Load> loads = measure(cameras, backbone, log);
                String name = cameras == 1 ? "1 camera" : cameras + " cameras";
                judged.add(new Series(name, points(loads, Load::judgedPerSecond)));
                median.add(new Series(name, points(loads, Load::p50)));
                tail.add(new Series(name, points(loads, Load::p99)));
            }
        }
        String offered = "frames a second, offered";
        log.chart(new Chart("cameras-judged", "Frames judged", offered, "frames a second", false, judged));
        log.chart(new Chart("cameras-p50", "Frame to stored verdict, median", offered, "ms", false, median));
        log.chart(new Chart("cameras-p99", "Frame to stored verdict, 99th percentile", offered, "ms", false, tail));
    }

    private List<Load> measure(int cameras, FeatureExtractor backbone, PerfLog log) throws PerfException {
        log.progress("setting up %d cameras".formatted(cameras));
        TestLine.Settings settings =
                new TestLine.Settings(cameras, PICTURE, INPUT, BANK_VECTORS, threads, Overload.SKIP);
        List<Load> loads = new ArrayList<>();
        try (TestLine line = TestLine.open(settings, backbone);
                FrameQueue queue = new FrameQueue(line.stations(), LINE_FRAMES, Clock.systemUTC())) {
            double capacity = capacity(line, queue);
            log.figure("%d cameras, most frames judged".formatted(cameras), capacity, "frames/s");
            for (double share : LOADS) {
                log.progress("%d cameras at %.0f %% of what can be judged".formatted(cameras, 100 * share));
                Load load = load(line, queue, share * capacity);
                loads.add(load);
                log.note(String.format(
                        Locale.ROOT,
                        "%d cameras, %.1f frames/s offered, %.1f judged, %d skipped; p50 %.1f ms, p95 %.1f ms, p99 %.1f ms",
                        cameras,
                        load.offeredPerSecond(),
                        load.judgedPerSecond(),
                        load.skipped(),
                        load.p50(),
                        load.p95(),
                        load.p99()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PerfException("interrupted", e);
        }
        return loads;
    }

    /** Frames a second when there is always one that waits; the first ones warm up. */
    private static double capacity(TestLine line, FrameQueue queue) throws InterruptedException {
        List<Station> stations = line.stations().all();
        Deque<CompletableFuture<Inspection>> open = new ArrayDeque<>();
        int frames = 0;
        int warm = 4 * LINE_FRAMES;
        long began = System.nanoTime();
        while (frames < warm || System.nanoTime() - began < CAPACITY_NANOS) {
            open.add(queue.submit(line.frame(stations.get(frames % stations.size()))));
            if (open.size() > FrameQueue.SIDE_BY_SIDE + 1) {
                open.remove().join();
            }
            if (++frames == warm) {
                began = System.nanoTime();
            }
        }
        double seconds = (System.nanoTime() - began) / NANOS_PER_SECOND;
        open.forEach(CompletableFuture::join);
        return (frames - warm) / seconds;
    }

    private static Load load(TestLine line, FrameQueue queue, double perSecond) throws InterruptedException {
        List<Station> stations = line.stations().all();
        long skippedBefore = skipped(stations);
        int frames = Math.max(20, (int) (perSecond * LOAD_NANOS / NANOS_PER_SECOND));
        double[] millis = new double[frames];
        List<CompletableFuture<Void>> answers = new ArrayList<>();
        long began = System.nanoTime();
        for (int i = 0; i < frames; i++) {
            long due = began + (long) (i * NANOS_PER_SECOND / perSecond);
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            int frame = i;
            answers.add(queue.submit(line.frame(stations.get(i % stations.size())))
                    .thenAccept(inspection -> millis[frame] = (System.nanoTime() - due) / NANOS_PER_MILLI));
        }
        answers.forEach(CompletableFuture::join);
        double seconds = (System.nanoTime() - began) / NANOS_PER_SECOND;
        long skipped = skipped(stations) - skippedBefore;
        Arrays.sort(millis);
        return new Load(
                perSecond,
                (frames - skipped) / seconds,
                skipped,
                millis[frames / 2],
                millis[frames * 95 / 100],
                millis[frames * 99 / 100]);
    }

    private static long skipped(List<Station> stations) {
        return stations.stream().mapToLong(Station::droppedFrames).sum();
    }

    private static List<Point> points(List<Load> loads, ToDoubleFunction<Load> value) {
        return loads.stream()
                .map(load -> new Point(Math.rint(10 * load.offeredPerSecond()) / 10, value.applyAsDouble(load)))
                .toList();
    }

    /** What came of one rate; times in milliseconds, those of skipped frames among them. */
    private record Load(
            double offeredPerSecond, double judgedPerSecond, long skipped, double p50, double p95, double p99) {}
}
