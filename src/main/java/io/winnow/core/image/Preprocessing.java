package io.winnow.core.image;

import java.util.Optional;

/**
 * How a decoded image becomes a backbone's input: crop to the region, resize to the input size, divide by 255, subtract the
 * channel means and divide by the channel deviations (RGB order).
 *
 * @param region part of the image that is looked at
 * @param inputSize size of the tensor
 * @param normalisation per-channel mean and deviation on the 0..1 scale
 * @param tiling how the tensor goes through the backbone; empty for as a whole
 */
public record Preprocessing(
        RegionOfInterest region, ImageSize inputSize, Normalisation normalisation, Optional<Tiling> tiling) {
    /** Preprocessing for a backbone that sees the input as a whole. */
    public Preprocessing(RegionOfInterest region, ImageSize inputSize, Normalisation normalisation) {
        this(region, inputSize, normalisation, Optional.empty());
    }

    /** Per-channel affine map of RGB values in 0..1: {@code (x - mean) / deviation}. */
    public record Normalisation(
            float meanR, float meanG, float meanB, float deviationR, float deviationG, float deviationB) {
        /** What networks trained on ImageNet expect. */
        public static final Normalisation IMAGENET = new Normalisation(0.485f, 0.456f, 0.406f, 0.229f, 0.224f, 0.225f);

        /** Values stay in 0..1. */
        public static final Normalisation NONE = new Normalisation(0, 0, 0, 1, 1, 1);

        public Normalisation {
            if (!(deviationR > 0 && deviationG > 0 && deviationB > 0)) {
                throw new IllegalArgumentException("normalisation deviations %s %s %s must be above 0"
                        .formatted(deviationR, deviationG, deviationB));
            }
        }
    }
}
