package io.winnow.core.detector;

import io.winnow.core.Progress;
import io.winnow.core.feature.PoolEmbeddings;
import io.winnow.core.index.FloatMatrix;
import io.winnow.core.index.IdRange;
import io.winnow.core.index.VectorSource;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The chosen patches of a pool as one stream of vectors, loaded image by image. An image's patches have consecutive ids,
 * {@code offsets[image]} to {@code offsets[image + 1]}, in the order of the grid.
 */
final class BankVectors implements VectorSource {
    private final PoolEmbeddings pool;
    private final FeatureShape shape;
    private final ChannelScale scale;
    private final int[][] rows;
    private final long[] offsets;

    private BankVectors(PoolEmbeddings pool, FeatureShape shape, ChannelScale scale, int[][] rows) {
        this.pool = pool;
        this.shape = shape;
        this.scale = scale;
        this.rows = rows;
        this.offsets = new long[rows.length + 1];
        for (int image = 0; image < rows.length; image++) {
            offsets[image + 1] = offsets[image] + rows[image].length;
        }
        if (size() == 0) {
            throw new IllegalArgumentException(
                    "no patch of %d images is left for the memory bank, it needs at least 1".formatted(pool.size()));
        }
    }

    static BankVectors of(PoolEmbeddings pool, FeatureShape shape, ChannelScale scale, PatchSelection selection) {
        int[][] rows = new int[pool.size()][];
        for (int i = 0; i < rows.length; i++) {
            int image = i;
            rows[i] = IntStream.range(0, shape.patches())
                    .filter(patch -> selection.keeps(image, patch))
                    .toArray();
        }
        return new BankVectors(pool, shape, scale, rows);
    }

    /** Only the vectors with these ids, ascending. */
    BankVectors subset(int[] sortedIds) {
        int[][] chosen = new int[rows.length][];
        int next = 0;
        for (int image = 0; image < rows.length; image++) {
            int from = next;
            while (next < sortedIds.length && sortedIds[next] < offsets[image + 1]) {
                next++;
            }
            int first = Math.toIntExact(offsets[image]);
            int[] own = rows[image];
            chosen[image] = Arrays.stream(sortedIds, from, next)
                    .map(id -> own[id - first])
                    .toArray();
        }
        return new BankVectors(pool, shape, scale, chosen);
    }

    @Override
    public int dimension() {
        return shape.dimension();
    }

    @Override
    public long size() {
        return offsets[rows.length];
    }

    @Override
    public void forEachBlock(Consumer<FloatMatrix> block) {
        forEachImage(Progress.NONE, "", block);
    }

    void forEachImage(Progress progress, String phase, Consumer<FloatMatrix> block) {
        for (int image = 0; image < rows.length; image++) {
            progress.advance(phase, image, rows.length);
            if (rows[image].length > 0) {
                block.accept(vectors(image));
            }
        }
    }

    private FloatMatrix vectors(int image) {
        FloatMatrix all = shape.require(pool.patches(image)).vectors();
        int[] own = rows[image];
        if (own.length == all.rows()) {
            return scale.apply(all);
        }
        FloatMatrix chosen = FloatMatrix.zeros(own.length, all.columns());
        float[] row = new float[all.columns()];
        for (int i = 0; i < own.length; i++) {
            all.row(own[i], row);
            chosen.setRow(i, row);
        }
        return scale.apply(chosen);
    }

    long[] offsets() {
        return offsets.clone();
    }

    float[] weights(PatchSelection selection) {
        if (!selection.weighted()) {
            return new float[0];
        }
        float[] weights = new float[Math.toIntExact(size())];
        int id = 0;
        for (int image = 0; image < rows.length; image++) {
            for (int patch : rows[image]) {
                weights[id++] = selection.weight(image, patch);
            }
        }
        return weights;
    }

    /** All vectors in one matrix. */
    FloatMatrix toMatrix() {
        FloatMatrix matrix = FloatMatrix.zeros(Math.toIntExact(size()), dimension());
        var target = matrix.values();
        forEachBlock(block -> target.put(block.values()));
        return matrix;
    }

    static IdRange idsOf(long[] offsets, int image) {
        if (image < 0 || image >= offsets.length - 1) {
            throw new IllegalArgumentException("pool image %d: detector was fitted on %d images, 0 to %d"
                    .formatted(image, offsets.length - 1, offsets.length - 2));
        }
        return new IdRange(offsets[image], offsets[image + 1]);
    }
}
