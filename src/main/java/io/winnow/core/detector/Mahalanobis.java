package io.winnow.core.detector;

import io.winnow.core.feature.PatchEmbeddings;
import java.util.Arrays;

/**
 * One Gaussian for each feature level over globally average-pooled features; an image's score is the sum of its Mahalanobis
 * distances over the levels (Rippel et al., ICPR 2020; SROC paper, section 3.1). Thread-safe. Made by
 * {@link MahalanobisTrainer}.
 *
 * <p>The paper's detector does not localise. Ours adds a map: for each level one Gaussian over single patches of all
 * positions, in a random choice of channels, distances summed over the levels. The map has no part in the image score. Leaving
 * out an image applies to the score, exactly for pools of up to {@link #EXACT_IMAGES} images and with the pool's shrinkage for
 * larger ones; the map's Gaussians, over thousands of patches, stay as they are.
 */
final class Mahalanobis implements AnomalyDetector {
    /** Beyond this many images one of them hardly moves the shrinkage, and the exact way grows with their cube. */
    static final int EXACT_IMAGES = 500;

    /** A Gaussian over some columns of the embeddings. */
    record Level(int[] columns, LedoitWolfGaussian gaussian) {
        double[] of(double[] embedding) {
            return Arrays.stream(columns).mapToDouble(c -> embedding[c]).toArray();
        }
    }

    private final FeatureShape shape;
    private final int images;
    private final Level[] imageLevels;
    private final Level[] patchLevels;
    private final double[] leftOutScores;

    /** @param leftOutScores exact scores of the pool's images left out, or none */
    Mahalanobis(FeatureShape shape, int images, Level[] imageLevels, Level[] patchLevels, double[] leftOutScores) {
        this.shape = shape;
        this.images = images;
        this.imageLevels = imageLevels;
        this.patchLevels = patchLevels;
        this.leftOutScores = leftOutScores;
    }

    @Override
    public Detection detect(PatchEmbeddings patches) {
        return new Detection(score(patches), map(patches));
    }

    @Override
    public Detection detectLeavingOut(PatchEmbeddings patches, int poolImage) {
        return new Detection(scoreLeavingOut(patches, poolImage), map(patches));
    }

    @Override
    public double score(PatchEmbeddings patches) {
        double[] pooled = PooledFeatures.of(shape.require(patches));
        return Arrays.stream(imageLevels)
                .mapToDouble(level -> level.gaussian().distance(level.of(pooled)))
                .sum();
    }

    @Override
    public double scoreLeavingOut(PatchEmbeddings patches, int poolImage) {
        if (poolImage < 0 || poolImage >= images) {
            throw new IllegalArgumentException(
                    "pool image %d: detector was fitted on %d images".formatted(poolImage, images));
        }
        if (leftOutScores.length > 0) {
            shape.require(patches);
            return leftOutScores[poolImage];
        }
        double[] pooled = PooledFeatures.of(shape.require(patches));
        return Arrays.stream(imageLevels)
                .mapToDouble(level -> level.gaussian().distanceLeavingOut(level.of(pooled)))
                .sum();
    }

    private AnomalyMap map(PatchEmbeddings patches) {
        float[] scores = new float[patches.patches()];
        for (Level level : patchLevels) {
            double[] values = new double[level.columns().length];
            for (int patch = 0; patch < scores.length; patch++) {
                for (int c = 0; c < values.length; c++) {
                    values[c] = patches.vectors().at(patch, level.columns()[c]);
                }
                scores[patch] += (float) level.gaussian().distance(values);
            }
        }
        return shape.map(scores);
    }

    /** Holds nothing but memory. */
    @Override
    public void close() {}
}
