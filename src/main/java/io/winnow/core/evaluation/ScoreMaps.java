package io.winnow.core.evaluation;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Anomaly maps of one test set, all of one size: layout {@code [count, height, width]}, higher is more anomalous, every score
 * finite. One array for each map, so that a set may be larger than an array. Immutable and thread-safe.
 */
public final class ScoreMaps {
    private final int height;
    private final int width;
    private final float[][] maps;
    private final float[] minima;
    private final float[] maxima;

    private ScoreMaps(int height, int width, float[][] maps) {
        this.height = height;
        this.width = width;
        this.maps = maps;
        this.minima = new float[maps.length];
        this.maxima = new float[maps.length];
    }

    /**
     * Takes over the arrays without a copy: the caller must not change them any more.
     *
     * @param maps each of layout {@code [height, width]}
     * @throws IllegalArgumentException when there is no map, a map has another size, or a score is not finite
     */
    public static ScoreMaps of(int height, int width, List<float[]> maps) {
        Shapes.requireSize("score map", height, width, maps.size());
        ScoreMaps result = new ScoreMaps(height, width, maps.toArray(float[][]::new));
        IntStream.range(0, maps.size()).parallel().forEach(result::measure);
        return result;
    }

    /** Number of maps. */
    public int count() {
        return maps.length;
    }

    public int height() {
        return height;
    }

    public int width() {
        return width;
    }

    /** Score of map {@code map} in row {@code y} and column {@code x}. */
    public float at(int map, int y, int x) {
        return maps[map][y * width + x];
    }

    /** The lowest score of a map. */
    public float min(int map) {
        return minima[map];
    }

    /** The highest score of a map: its image score where no other is given. */
    public float max(int map) {
        return maxima[map];
    }

    /** The map itself, {@code [height, width]}; not to be changed. */
    float[] map(int map) {
        return maps[map];
    }

    private void measure(int map) {
        float[] scores = maps[map];
        Shapes.requireLength("score map", map, height, width, scores.length);
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        boolean finite = true;
        for (float score : scores) {
            finite &= Math.abs(score) <= Float.MAX_VALUE;
            min = Math.min(min, score);
            max = Math.max(max, score);
        }
        if (!finite) {
            throw notFinite(map);
        }
        minima[map] = min;
        maxima[map] = max;
    }

    private IllegalArgumentException notFinite(int map) {
        int pixel = 0;
        while (Float.isFinite(maps[map][pixel])) {
            pixel++;
        }
        return new IllegalArgumentException("score map %d holds %s in row %d, column %d; every score must be finite"
                .formatted(map, maps[map][pixel], pixel / width, pixel % width));
    }
}
