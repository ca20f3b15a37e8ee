package io.winnow.core.index;

/**
 * Which kind of index to build. Use the factories.
 *
 * @param kind exact, inverted lists, or whichever suits the number of vectors
 * @param lists number of inverted lists (nlist); 0 lets the implementation choose, {@code 2 * sqrt(size)} capped so that
 *     each has enough training vectors
 * @param probes number of lists looked at for a query (nprobe); 0 lets the implementation choose by the
 *     recall that it measures
 */
public record IndexSettings(Kind kind, int lists, int probes) {
    /** Kinds of index. */
    public enum Kind {
        /** Exact for small banks, inverted lists for larger ones. */
        AUTO,
        /** Exhaustive and exact. */
        FLAT,
        /** Inverted lists with uncompressed vectors: searches the nearest lists only. */
        IVF_FLAT
    }

    /** The implementation chooses by size. */
    public static final IndexSettings AUTO = new IndexSettings(Kind.AUTO, 0, 0);

    /** Exact search. */
    public static final IndexSettings FLAT = new IndexSettings(Kind.FLAT, 0, 0);

    public IndexSettings {
        if (lists < 0 || probes < 0) {
            throw new IllegalArgumentException(
                    "index lists = %d and probes = %d must not be negative".formatted(lists, probes));
        }
    }

    /** Inverted lists with given numbers of lists and probes, 0 for the implementation's choice. */
    public static IndexSettings ivfFlat(int lists, int probes) {
        return new IndexSettings(Kind.IVF_FLAT, lists, probes);
    }
}
