package io.winnow.core.detector;

import io.winnow.core.Progress;
import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.feature.PoolEmbeddings;
import io.winnow.core.index.IdRange;
import io.winnow.core.index.IndexFactory;
import io.winnow.core.index.IndexSettings;
import io.winnow.core.index.NearestNeighborIndex;
import io.winnow.core.index.Neighbors;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Nearest images, then nearest patches among theirs (SPADE, Cohen and Hoshen, 2020). An image's score is the mean Euclidean
 * distance of its globally average-pooled features to the k nearest images of the pool (SROC paper, section 3.1: k = 5); a
 * patch's score is its mean distance to the k nearest patches of those images. Leaving out an image is exact. Thread-safe.
 * Made by {@link SpadeTrainer}.
 *
 * <p>It reads the nearest images' patches from the pool it was fitted on, which must stay readable.
 */
final class Spade implements AnomalyDetector {
    private static final int NONE = -1;

    private final FeatureShape shape;
    private final PoolEmbeddings pool;
    private final PatchSelection selection;
    private final double[][] features;
    private final int k;
    private final IndexFactory indexes;

    Spade(
            FeatureShape shape,
            PoolEmbeddings pool,
            PatchSelection selection,
            double[][] features,
            int k,
            IndexFactory indexes) {
        this.shape = shape;
        this.pool = pool;
        this.selection = selection;
        this.features = features;
        this.k = k;
        this.indexes = indexes;
    }

    private record Near(int image, double squaredDistance) {}

    @Override
    public Detection detect(PatchEmbeddings patches) {
        return detect(patches, NONE);
    }

    @Override
    public Detection detectLeavingOut(PatchEmbeddings patches, int poolImage) {
        return detect(patches, requireOther(poolImage));
    }

    @Override
    public double score(PatchEmbeddings patches) {
        return score(nearest(patches, NONE));
    }

    @Override
    public double scoreLeavingOut(PatchEmbeddings patches, int poolImage) {
        return score(nearest(patches, requireOther(poolImage)));
    }

    private int requireOther(int poolImage) {
        if (poolImage < 0 || poolImage >= features.length || features.length < 2) {
            throw new IllegalArgumentException("pool image %d of %d: it must be one of the pool's and not the only one"
                    .formatted(poolImage, features.length));
        }
        return poolImage;
    }

    private Detection detect(PatchEmbeddings patches, int leftOut) {
        Near[] nearest = nearest(patches, leftOut);
        int[] images =
                IntStream.range(0, nearest.length).map(i -> nearest[i].image()).toArray();
        PoolEmbeddings gallery = pool.subset(images);
        BankVectors vectors = BankVectors.of(gallery, shape, ChannelScale.NONE, selection.subset(images));
        float[] scores = new float[shape.patches()];
        try (NearestNeighborIndex index = indexes.build(vectors, IndexSettings.FLAT, 0, Progress.NONE)) {
            Neighbors neighbors = index.search(patches.vectors(), (int) Math.min(k, index.size()), IdRange.EMPTY);
            for (int patch = 0; patch < scores.length; patch++) {
                scores[patch] = (float) neighbors.meanDistance(patch);
            }
        }
        return new Detection(score(nearest), shape.map(scores));
    }

    private Near[] nearest(PatchEmbeddings patches, int leftOut) {
        double[] own = PooledFeatures.of(shape.require(patches));
        return IntStream.range(0, features.length)
                .filter(image -> image != leftOut)
                .mapToObj(image -> new Near(image, squaredDistance(own, features[image])))
                .sorted(Comparator.comparingDouble(Near::squaredDistance).thenComparingInt(Near::image))
                .limit(k)
                .toArray(Near[]::new);
    }

    private static double score(Near[] nearest) {
        double sum = 0;
        for (Near near : nearest) {
            sum += Math.sqrt(near.squaredDistance());
        }
        return sum / nearest.length;
    }

    private static double squaredDistance(double[] a, double[] b) {
        double sum = 0;
        for (int c = 0; c < a.length; c++) {
            sum += (a[c] - b[c]) * (a[c] - b[c]);
        }
        return sum;
    }

    /** Holds nothing but memory. */
    @Override
    public void close() {}
}
