package io.winnow.core.perf;

import java.util.Arrays;
import java.util.function.LongSupplier;

/** Times both sides of a comparison in turns, each round in the other order. Used by one thread. */
public final class Timer {
    /** Rounds of both that are not counted: code is compiled and memory touched in them. */
    private static final int WARM_UP_ROUNDS = 2;

    private static final double NANOS = 1e9;

    private final LongSupplier wallNanos;
    private final LongSupplier cpuNanos;

    /**
     * A timer by the given clocks.
     *
     * @param cpuNanos processor time of the process
     */
    public Timer(LongSupplier wallNanos, LongSupplier cpuNanos) {
        this.wallNanos = wallNanos;
        this.cpuNanos = cpuNanos;
    }

    /** Runs both sides, warm-up included. */
    public Outcome time(Comparison comparison) {
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            comparison.subject().once().run();
            comparison.reference().once().run();
        }
        Taken[] subject = new Taken[comparison.rounds()];
        Taken[] reference = new Taken[comparison.rounds()];
        for (int round = 0; round < comparison.rounds(); round++) {
            boolean subjectFirst = round % 2 == 0;
            if (subjectFirst) {
                subject[round] = once(comparison.subject());
            }
            reference[round] = once(comparison.reference());
            if (!subjectFirst) {
                subject[round] = once(comparison.subject());
            }
        }
        return outcome(comparison, subject, reference);
    }

    private Taken once(Comparison.Work work) {
        long cpu = cpuNanos.getAsLong();
        long wall = wallNanos.getAsLong();
        work.once().run();
        return new Taken((wallNanos.getAsLong() - wall) / NANOS, (cpuNanos.getAsLong() - cpu) / NANOS);
    }

    private static Outcome outcome(Comparison comparison, Taken[] subject, Taken[] reference) {
        double[] ratios = new double[subject.length];
        for (int round = 0; round < ratios.length; round++) {
            ratios[round] = comparison.goal().ratio(subject[round].wall, reference[round].wall);
        }
        return new Outcome(
                comparison,
                wall(subject),
                wall(reference),
                Spread.of(ratios),
                comparison.goal().ratio(cpu(subject), cpu(reference)));
    }

    private static Spread wall(Taken[] taken) {
        return Spread.of(Arrays.stream(taken).mapToDouble(Taken::wall).toArray());
    }

    private static double cpu(Taken[] taken) {
        return Arrays.stream(taken).mapToDouble(Taken::cpu).sum();
    }

    private record Taken(double wall, double cpu) {}
}
