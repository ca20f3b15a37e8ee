package io.winnow.core.image;

/** Draws anomaly scores as a picture to lay over the image they belong to. Thread-safe. */
public interface HeatmapRenderer {
    /**
     * A PNG with alpha: transparent outside the region and where scores are well below the threshold, more opaque and
     * warmer the further they are above it.
     *
     * @param scores {@code [grid.height, grid.width]}, higher is more anomalous
     * @param grid size of the score grid
     * @param region part of the image that the grid covers
     * @param threshold score at which an image is rejected, above 0
     * @param size of the picture
     */
    EncodedImage render(float[] scores, ImageSize grid, RegionOfInterest region, double threshold, ImageSize size);
}
