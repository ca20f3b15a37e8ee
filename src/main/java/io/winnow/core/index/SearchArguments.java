package io.winnow.core.index;

/** The rules on the arguments of a search, checked alike by every implementation before anything runs. */
public final class SearchArguments {
    private SearchArguments() {}

    /**
     * Checks the arguments of {@link NearestNeighborIndex#search(FloatMatrix, int, IdRange)}.
     *
     * @throws IllegalArgumentException naming the value and the rule that it breaks
     */
    public static void check(int dimension, long size, FloatMatrix queries, int k, IdRange excluded) {
        if (queries.columns() != dimension) {
            throw new IllegalArgumentException(
                    "queries have %d columns, the index has dimension %d".formatted(queries.columns(), dimension));
        }
        long available = size - Math.max(0, Math.min(excluded.to(), size) - Math.min(excluded.from(), size));
        if (k < 1 || k > available) {
            throw new IllegalArgumentException(
                    "k = %d must be at least 1 and at most %d: the index holds %d vectors, ids %d..%d are excluded"
                            .formatted(k, available, size, excluded.from(), excluded.to()));
        }
        if ((long) queries.rows() * k > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("%d queries with k = %d give more than %d neighbours"
                    .formatted(queries.rows(), k, Integer.MAX_VALUE));
        }
        queries.requireFinite("queries");
    }
}
