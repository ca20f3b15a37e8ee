package io.winnow.core.bench;

import io.winnow.core.detector.AnomalyMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a cell's detector said of one test image, kept to be shown.
 *
 * @param image name of the image in its dataset
 * @param defectType kind of defect, null for a normal image
 * @param score of the image; higher is more anomalous
 * @param gridHeight rows of the map
 * @param gridWidth columns of the map
 * @param low score that 0 stands for in the map
 * @param high score that 255 stands for in the map
 * @param map score of each patch in 256 steps from low to high, unsigned, layout {@code [gridHeight, gridWidth]}
 * @param boxes regions above the cell's threshold, each {@code [left, top, right, bottom]} in fractions of the image
 */
public record Example(
        String image,
        @Nullable String defectType,
        double score,
        int gridHeight,
        int gridWidth,
        double low,
        double high,
        byte[] map,
        List<List<Double>> boxes) {
    private static final int STEPS = 255;

    public Example {
        map = map.clone();
        boxes = boxes.stream().map(List::copyOf).toList();
    }

    /** A patch map in 256 steps, for drawing. */
    static Example of(
            String image, @Nullable String defectType, double score, AnomalyMap map, List<List<Double>> boxes) {
        float[] scores = map.toArray();
        float low = Float.POSITIVE_INFINITY;
        for (float value : scores) {
            low = Math.min(low, value);
        }
        float high = map.max();
        byte[] steps = new byte[scores.length];
        for (int p = 0; p < steps.length && high > low; p++) {
            steps[p] = (byte) Math.round(STEPS * (scores[p] - low) / (high - low));
        }
        return new Example(image, defectType, score, map.height(), map.width(), low, high, steps, boxes);
    }
}
