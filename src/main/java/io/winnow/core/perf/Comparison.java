package io.winnow.core.perf;

/**
 * Two ways of doing the same work.
 *
 * @param name what is compared, with its size, such as {@code search 384 x 16384, nprobe 8}
 * @param subject ours
 * @param reference what it is held against
 * @param rounds how often both are timed, at least 1
 */
public record Comparison(String name, Work subject, Work reference, Goal goal, int rounds) {
    /**
     * Something to time.
     *
     * @param name what does the work
     * @param once does it once; long enough that a clock's resolution does not count (some milliseconds)
     */
    public record Work(String name, Runnable once) {}

    public Comparison {
        if (rounds < 1) {
            throw new IllegalArgumentException("rounds = %d must be at least 1".formatted(rounds));
        }
    }
}
