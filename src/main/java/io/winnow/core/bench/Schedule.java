package io.winnow.core.bench;

import io.winnow.core.Progress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Counts the steps of a study and estimates what the remaining ones take. Thread-safe.
 *
 * <p>Steps of one work in one place, such as judging PatchCore on bottle, take about equally long each. Where none was
 * measured yet, the mean of the same work in other places stands in, and then the mean of all other steps but embedding,
 * which is quicker by far.
 */
final class Schedule {
    /**
     * What steps do, and on what.
     *
     * @param work such as {@code "judge patchcore"}
     * @param place such as {@code "bottle, resnet50"}
     */
    record Kind(String work, String place) {
        static final String EMBED = "embed images";

        @Override
        public String toString() {
            return work + " of " + place;
        }
    }

    private static final long MILLIS_BETWEEN_REPORTS = 200;

    private final BenchListener listener;
    private final Map<Kind, Tally> tallies = new HashMap<>();
    private final AtomicLong reportedAt = new AtomicLong(Long.MIN_VALUE);
    private long done;
    private long total;

    private static final class Tally {
        private long open;
        private long measured;
        private double seconds;
    }

    Schedule(BenchListener listener) {
        this.listener = listener;
    }

    /** Announces steps. */
    synchronized void plan(Kind kind, long steps) {
        tallies.computeIfAbsent(kind, name -> new Tally()).open += steps;
        total += steps;
    }

    /** Ends steps that took no time because their outcome was there. */
    synchronized void skip(Kind kind, long steps) {
        tally(kind).open -= steps;
        done += steps;
        listener.progress(done, total, remaining(), kind.toString());
    }

    /** Ends a step that took some time. */
    synchronized void finish(Kind kind, double seconds) {
        Tally tally = tally(kind);
        tally.open--;
        tally.measured++;
        tally.seconds += seconds;
        done++;
        listener.progress(done, total, remaining(), kind.toString());
    }

    /** Tells the listener how far a step is within itself, now and then. */
    Progress within(Kind kind) {
        return (phase, part, whole) -> {
            long now = System.nanoTime() / 1_000_000;
            long last = reportedAt.get();
            boolean due = last == Long.MIN_VALUE || now - last >= MILLIS_BETWEEN_REPORTS;
            if (due && reportedAt.compareAndSet(last, now)) {
                report("%s: %s %d/%d".formatted(kind, phase, part, whole));
            }
        };
    }

    private synchronized void report(String doing) {
        listener.progress(done, total, remaining(), doing);
    }

    private Optional<Duration> remaining() {
        double seconds = 0;
        for (Map.Entry<Kind, Tally> entry : tallies.entrySet()) {
            if (entry.getValue().open > 0) {
                OptionalDouble each = estimate(entry.getKey());
                if (each.isEmpty()) {
                    return Optional.empty();
                }
                seconds += entry.getValue().open * each.getAsDouble();
            }
        }
        return Optional.of(Duration.ofMillis((long) (1000 * seconds)));
    }

    private OptionalDouble estimate(Kind kind) {
        OptionalDouble own = mean(kind::equals);
        OptionalDouble work = own.isPresent() ? own : mean(other -> other.work().equals(kind.work()));
        return work.isPresent() || kind.work().equals(Kind.EMBED)
                ? work
                : mean(other -> !other.work().equals(Kind.EMBED));
    }

    private OptionalDouble mean(Predicate<Kind> which) {
        Collection<Tally> chosen = tallies.entrySet().stream()
                .filter(entry -> which.test(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        long measured = chosen.stream().mapToLong(tally -> tally.measured).sum();
        double seconds = chosen.stream().mapToDouble(tally -> tally.seconds).sum();
        return measured == 0 ? OptionalDouble.empty() : OptionalDouble.of(seconds / measured);
    }

    private Tally tally(Kind kind) {
        Tally tally = tallies.get(kind);
        if (tally == null) {
            throw new IllegalArgumentException("no steps of kind '%s' were planned".formatted(kind));
        }
        return tally;
    }
}
