package io.winnow.core.health;

import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.Stage;
import io.winnow.core.inspection.StationId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How long the newest frames took in each stage, station by station. Thread-safe. */
public final class Latencies {
    /** Frames of each station that are looked back on. */
    public static final int FRAMES = 1_000;

    /** Sum of the stages that the inspection tells of. */
    public static final String TOTAL = "total";

    /** From the camera's own time to the verdict: clocks of camera and service that differ are in it. */
    public static final String CAPTURE_TO_VERDICT = "capture_to_verdict";

    /** Inspection and event into the database, after the stages that the inspection itself tells of. */
    public static final String RECORD = "record";

    /**
     * One stage.
     *
     * @param frames that passed it
     * @param p50 half of them took no longer; by nearest rank
     * @param p95 the same of 95 in 100
     * @param p99 the same of 99 in 100
     */
    public record Line(String stage, int frames, Duration p50, Duration p95, Duration p99) {}

    private static final int STAGES = Stage.values().length;
    private static final long ABSENT = -1;

    private final Map<StationId, Deque<long[]>> newest = new HashMap<>();
    private final Map<StationId, Deque<Long>> recorded = new HashMap<>();

    /** Takes note of an inspection. */
    public synchronized void inspected(Inspection inspection) {
        long[] frame = new long[STAGES + 2];
        Arrays.fill(frame, ABSENT);
        inspection.timings().stages().forEach((stage, took) -> frame[stage.ordinal()] = took.toNanos());
        frame[STAGES] = inspection.timings().total().toNanos();
        frame[STAGES + 1] = Math.max(
                0,
                Duration.between(inspection.capturedAt(), inspection.decidedAt())
                        .toNanos());
        add(newest.computeIfAbsent(inspection.station(), id -> new ArrayDeque<>()), frame);
    }

    /** Takes note of how long it took to record an inspection. */
    public synchronized void recorded(StationId station, Duration took) {
        add(recorded.computeIfAbsent(station, id -> new ArrayDeque<>()), took.toNanos());
    }

    private static <T> void add(Deque<T> ring, T value) {
        ring.addLast(value);
        if (ring.size() > FRAMES) {
            ring.removeFirst();
        }
    }

    /** Stages in the order in which frames pass them, those that no frame passed left out; of one station, or of all. */
    public synchronized List<Line> lines(Optional<StationId> station) {
        List<long[]> frames = of(newest, station);
        List<Line> lines = new ArrayList<>();
        for (Stage stage : Stage.values()) {
            line(name(stage), column(frames, stage.ordinal())).ifPresent(lines::add);
        }
        line(RECORD, of(recorded, station).stream().mapToLong(Long::longValue).toArray())
                .ifPresent(lines::add);
        line(TOTAL, column(frames, STAGES)).ifPresent(lines::add);
        line(CAPTURE_TO_VERDICT, column(frames, STAGES + 1)).ifPresent(lines::add);
        return lines;
    }

    private static String name(Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT);
    }

    private static <T> List<T> of(Map<StationId, Deque<T>> rings, Optional<StationId> station) {
        return station
                .map(id -> List.of(rings.getOrDefault(id, new ArrayDeque<>())))
                .orElseGet(() -> List.copyOf(rings.values()))
                .stream()
                .flatMap(Collection::stream)
                .toList();
    }

    private static long[] column(List<long[]> frames, int position) {
        return frames.stream()
                .mapToLong(frame -> frame[position])
                .filter(nanos -> nanos != ABSENT)
                .toArray();
    }

    private static Optional<Line> line(String stage, long[] nanos) {
        if (nanos.length == 0) {
            return Optional.empty();
        }
        Arrays.sort(nanos);
        return Optional.of(
                new Line(stage, nanos.length, quantile(nanos, 0.50), quantile(nanos, 0.95), quantile(nanos, 0.99)));
    }

    private static Duration quantile(long[] sorted, double share) {
        int rank = (int) Math.ceil(share * sorted.length);
        return Duration.ofNanos(sorted[Math.max(0, rank - 1)]);
    }
}
