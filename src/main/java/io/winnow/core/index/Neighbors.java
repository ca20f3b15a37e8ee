package io.winnow.core.index;

/**
 * The {@code k} nearest neighbours of {@code q} queries, nearest first; equal distances are ordered by id. Immutable and
 * thread-safe.
 */
public final class Neighbors {
    private final int k;
    private final float[] squaredDistances;
    private final long[] ids;

    /**
     * Takes both arrays over, layout {@code [q, k]} row-major.
     *
     * @throws IllegalArgumentException when the arrays differ in length or are no multiple of {@code k}
     */
    public Neighbors(int k, float[] squaredDistances, long[] ids) {
        if (k < 1 || squaredDistances.length != ids.length || ids.length % k != 0) {
            throw new IllegalArgumentException(
                    "neighbours: k = %d, %d distances, %d ids; need k >= 1 and k values a query"
                            .formatted(k, squaredDistances.length, ids.length));
        }
        this.k = k;
        this.squaredDistances = squaredDistances;
        this.ids = ids;
    }

    public int k() {
        return k;
    }

    /** Number of queries. */
    public int queries() {
        return ids.length / k;
    }

    /** Squared Euclidean distance to the neighbour of a rank, 0 being the nearest. */
    public float squaredDistance(int query, int rank) {
        return squaredDistances[query * k + rank];
    }

    /** Euclidean distance to the neighbour of a rank. */
    public double distance(int query, int rank) {
        return Math.sqrt(squaredDistance(query, rank));
    }

    /** Mean Euclidean (not squared) distance to all {@code k} neighbours: SROC paper, equation 4. */
    public double meanDistance(int query) {
        double sum = 0;
        for (int rank = 0; rank < k; rank++) {
            sum += distance(query, rank);
        }
        return sum / k;
    }

    /** Id of the neighbour of a rank. */
    public long id(int query, int rank) {
        return ids[query * k + rank];
    }
}
