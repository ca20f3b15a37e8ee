package io.winnow.core.detector;

import io.winnow.core.Progress;
import io.winnow.core.detector.Mahalanobis.Level;
import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.feature.PoolEmbeddings;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Fits the Mahalanobis detector with Ledoit-Wolf shrinkage. Of a selection it pools the patches that stay; their weights do not
 * matter. Thread-safe.
 */
public final class MahalanobisTrainer implements DetectorTrainer {
    /** Channels of each level that the map looks at: PaDiM found 100 random ones to do. */
    private static final int MAP_CHANNELS = 100;
    /** More patches than this would not change Gaussians of 100 dimensions. */
    private static final int MAP_PATCHES = 20_000;

    @Override
    public String name() {
        return "mahalanobis";
    }

    @Override
    public AnomalyDetector fit(PoolEmbeddings pool, long seed, Progress progress) {
        return fit(pool, PatchSelection.ALL, seed, progress);
    }

    @Override
    public AnomalyDetector fit(PoolEmbeddings pool, PatchSelection selection, long seed, Progress progress) {
        FeatureShape shape = FeatureShape.of(pool);
        double[][] pooled = PooledFeatures.of(pool, shape, selection, progress);
        Level[] imageLevels = new Level[shape.levels().size()];
        Level[] patchLevels = new Level[imageLevels.length];
        LedoitWolfGaussian.Builder[] builders = new LedoitWolfGaussian.Builder[imageLevels.length];
        int[][] channels = new int[imageLevels.length][];
        double[] patchMean = mean(pooled);
        boolean exact = pool.size() > 1 && pool.size() <= Mahalanobis.EXACT_IMAGES;
        double[] leftOutScores = new double[exact ? pool.size() : 0];
        for (int i = 0; i < imageLevels.length; i++) {
            int[] columns = IntStream.range(
                            shape.levelStart(i),
                            shape.levelStart(i) + shape.levels().get(i))
                    .toArray();
            double[][] samples =
                    Arrays.stream(pooled).map(row -> gather(row, columns)).toArray(double[][]::new);
            imageLevels[i] = new Level(columns, LedoitWolfGaussian.fit(samples));
            if (exact) {
                double[] distances = LeaveOneOutDistances.of(samples);
                Arrays.setAll(leftOutScores, image -> leftOutScores[image] + distances[image]);
            }
            channels[i] = RandomChoice.sorted(columns, MAP_CHANNELS, seed);
            builders[i] = new LedoitWolfGaussian.Builder(gather(patchMean, channels[i]));
        }
        addPatches(pool, shape, selection, channels, builders, progress);
        for (int i = 0; i < patchLevels.length; i++) {
            patchLevels[i] = new Level(channels[i], builders[i].build());
        }
        return new Mahalanobis(shape, pool.size(), imageLevels, patchLevels, leftOutScores);
    }

    private static double[] mean(double[][] pooled) {
        double[] mean = new double[pooled[0].length];
        for (double[] row : pooled) {
            for (int c = 0; c < mean.length; c++) {
                mean[c] += row[c] / pooled.length;
            }
        }
        return mean;
    }

    private static double[] gather(double[] values, int[] columns) {
        return Arrays.stream(columns).mapToDouble(c -> values[c]).toArray();
    }

    private static void addPatches(
            PoolEmbeddings pool,
            FeatureShape shape,
            PatchSelection selection,
            int[][] channels,
            LedoitWolfGaussian.Builder[] builders,
            Progress progress) {
        long total = (long) pool.size() * shape.patches();
        int step = (int) Math.max(1, total / MAP_PATCHES);
        for (int image = 0; image < pool.size(); image++) {
            progress.advance("fit patch Gaussian", image, pool.size());
            PatchEmbeddings patches = pool.patches(image);
            // Each image starts elsewhere, so that every position of the grid is seen.
            for (int patch = image % step; patch < shape.patches(); patch += step) {
                for (int level = 0; selection.keeps(image, patch) && level < channels.length; level++) {
                    builders[level].add(row(patches, patch, channels[level]));
                }
            }
        }
    }

    private static double[] row(PatchEmbeddings patches, int patch, int[] columns) {
        return Arrays.stream(columns)
                .mapToDouble(c -> patches.vectors().at(patch, c))
                .toArray();
    }
}
