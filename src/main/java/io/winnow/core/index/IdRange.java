package io.winnow.core.index;

/**
 * Ids {@code from} (inclusive) to {@code to} (exclusive).
 *
 * @throws IllegalArgumentException when {@code from < 0} or {@code to < from}
 */
public record IdRange(long from, long to) {
    /** No id at all. */
    public static final IdRange EMPTY = new IdRange(0, 0);

    public IdRange {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("id range %d..%d must satisfy 0 <= from <= to".formatted(from, to));
        }
    }

    public boolean contains(long id) {
        return from <= id && id < to;
    }

    public long size() {
        return to - from;
    }
}
