package io.winnow.core.model;

import java.util.Locale;

/**
 * What a refit will take, reckoned before it begins. All in bytes.
 *
 * @param frames of the pool
 * @param patches of each
 * @param dimension of each patch
 * @param bank the memory bank that the new model keeps: native memory
 * @param embeddings of the pool held in the Java heap meanwhile; what does not fit is read from disk again at every pass
 * @param training the sample that inverted lists are trained on, while the index is built
 * @param serving the bank that goes on judging meanwhile
 * @param peak most of all at once: the bank of the whole pool, the embeddings, the training sample and the serving bank
 * @param limit that the peak must not exceed
 */
public record MemoryPlan(
        int frames,
        int patches,
        int dimension,
        long bank,
        long embeddings,
        long training,
        long serving,
        long peak,
        long limit) {
    /** A value of a vector in an index: as it is, and as a byte for the first pass of a search. */
    private static final int BYTES_PER_VALUE = Float.BYTES + 1;
    /** A vector's share of lists, ids, norms and bounds. */
    private static final int OVERHEAD_PER_VECTOR = 32;
    /** Vectors that inverted lists are trained on, for each list; twice the root of the vectors are lists. */
    private static final int TRAINING_PER_LIST = 64;

    /** The shape of a pool's embeddings. */
    public record Shape(int frames, int patches, int dimension) {
        long vectors() {
            return (long) frames * patches;
        }

        long bytes(double vectors) {
            return Math.round(vectors * (BYTES_PER_VALUE * (double) dimension + OVERHEAD_PER_VECTOR));
        }
    }

    /**
     * Plans a refit.
     *
     * @param keptShare of the pool that is expected to stay
     * @param coresetShare of the patches that the bank keeps
     * @param heap most bytes of embeddings held in the heap
     * @param servingFrames that the serving bank was fitted on
     */
    public static MemoryPlan of(
            Shape pool, double keptShare, double coresetShare, long heap, int servingFrames, long limit) {
        double vectors = pool.vectors();
        long bank = pool.bytes(vectors * keptShare * coresetShare);
        long whole = pool.bytes(vectors * coresetShare);
        long embeddings = Math.min(heap, Math.round(Float.BYTES * vectors * pool.dimension()));
        double sample = Math.min(vectors, 2 * Math.sqrt(vectors) * TRAINING_PER_LIST);
        long training = Math.round(Float.BYTES * sample * pool.dimension());
        long serving = pool.bytes((double) servingFrames * pool.patches() * coresetShare);
        return new MemoryPlan(
                pool.frames(),
                pool.patches(),
                pool.dimension(),
                bank,
                embeddings,
                training,
                serving,
                whole + embeddings + training + serving,
                limit);
    }

    /** Whether it fits. */
    public boolean fits() {
        return peak <= limit;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d frames of %d patches of dimension %d: memory bank %s, embeddings in the heap %s, training sample %s,"
                        + " serving bank %s, peak %s, limit %s",
                frames,
                patches,
                dimension,
                megabytes(bank),
                megabytes(embeddings),
                megabytes(training),
                megabytes(serving),
                megabytes(peak),
                megabytes(limit));
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
