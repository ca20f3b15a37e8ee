package io.winnow.core.detector;

import io.winnow.core.feature.PatchEmbeddings;

/**
 * One Gaussian for each position of the grid; a patch's score is its Mahalanobis distance there, an image's score the highest
 * of its patches (PaDiM, Defard et al., 2021). Thread-safe. Made by {@link PadimTrainer}.
 */
final class Padim implements AnomalyDetector {
    private static final int NONE = -1;

    private final FeatureShape shape;
    private final int images;
    private final int[] channels;
    private final PadimTrainer.Choice chosen;
    private final LedoitWolfGaussian[] positions;

    Padim(FeatureShape shape, int images, int[] channels, PadimTrainer.Choice chosen, LedoitWolfGaussian[] positions) {
        this.shape = shape;
        this.images = images;
        this.channels = channels;
        this.chosen = chosen;
        this.positions = positions;
    }

    @Override
    public Detection detect(PatchEmbeddings patches) {
        return detect(patches, NONE);
    }

    @Override
    public Detection detectLeavingOut(PatchEmbeddings patches, int poolImage) {
        if (poolImage < 0 || poolImage >= images) {
            throw new IllegalArgumentException(
                    "pool image %d: detector was fitted on %d images".formatted(poolImage, images));
        }
        return detect(patches, poolImage);
    }

    private Detection detect(PatchEmbeddings patches, int leftOut) {
        shape.require(patches);
        float[] scores = new float[positions.length];
        double[] row = new double[channels.length];
        for (int patch = 0; patch < scores.length; patch++) {
            gather(patches, patch, channels, row);
            LedoitWolfGaussian gaussian = positions[patch];
            boolean leaveOut = leftOut != NONE && chosen.takes(leftOut, patch);
            scores[patch] = (float) (leaveOut ? gaussian.distanceLeavingOut(row) : gaussian.distance(row));
        }
        AnomalyMap map = shape.map(scores);
        return new Detection(map.max(), map);
    }

    static void gather(PatchEmbeddings patches, int patch, int[] channels, double[] target) {
        for (int c = 0; c < channels.length; c++) {
            target[c] = patches.vectors().at(patch, channels[c]);
        }
    }

    /** Holds nothing but memory. */
    @Override
    public void close() {}
}
