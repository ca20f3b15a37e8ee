package io.winnow.core.feature;

import io.winnow.core.index.FloatMatrix;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * From feature maps to patch embeddings: the locally aware patch features of PatchCore (Roth et al. 2022, section 3.1) in the
 * form of the SROC paper.
 *
 * <ol>
 *   <li>Each map is averaged over 3x3 neighbourhoods at its own resolution; the zeros that pad its border count, so the
 *       divisor is always 9.
 *   <li>Coarser maps are brought to the grid of the finest, bilinearly between pixel centres (corners not aligned).
 *   <li>The vectors of all levels at one grid position are concatenated, finest level first.
 * </ol>
 *
 * <p>Work runs over channels in the innermost loop, on channels-last copies: rows of feature maps are short (tens of
 * columns) while channels come in hundreds, and only long contiguous runs are turned into vector instructions.
 *
 * <p>Thread-safe.
 */
public final class PatchEmbedder {
    private static final float NINTH = 1f / 9f;

    /** Channels turned to channels-last at a time: as many floats as a cache line holds, so that each is written once. */
    private static final int TRANSPOSED_TOGETHER = 16;

    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    private PatchEmbedder() {}

    /** Memory for what lies between map and embeddings, reused from frame to frame. */
    private static final class Scratch {
        private float[] pooled = {};
        private float[] planes = {};
        private final float[][] rows = new float[3][0];
    }

    private static float[] atLeast(int length, float[] known) {
        return known.length >= length ? known : new float[length];
    }

    /**
     * Embeddings in a matrix of their own.
     *
     * @param maps one for each level, finest first
     * @throws IllegalArgumentException when a map is finer than the first
     */
    public static PatchEmbeddings embed(List<FeatureMap> maps) {
        FeatureMap finest = requireFinestFirst(maps);
        int dimension = maps.stream().mapToInt(FeatureMap::channels).sum();
        return embed(maps, FloatMatrix.zeros(finest.height() * finest.width(), dimension));
    }

    /**
     * Embeddings in a given matrix, every element of which is overwritten.
     *
     * @param maps one for each level, finest first
     * @param target {@code [height * width of the finest map, sum of all channels]}
     * @throws IllegalArgumentException when a map is finer than the first, or the matrix has another shape
     */
    public static PatchEmbeddings embed(List<FeatureMap> maps, FloatMatrix target) {
        FeatureMap finest = requireFinestFirst(maps);
        List<Integer> levels = new ArrayList<>(maps.size());
        for (FeatureMap map : maps) {
            levels.add(map.channels());
        }
        PatchEmbeddings embeddings = new PatchEmbeddings(finest.height(), finest.width(), levels, target);
        int column = 0;
        Scratch scratch = SCRATCH.get();
        for (FeatureMap map : maps) {
            float[] pooled = pool(map, scratch);
            if (map.height() == finest.height() && map.width() == finest.width()) {
                copy(pooled, map.channels(), target, column);
            } else {
                align(pooled, map, finest, target, column, scratch);
            }
            column += map.channels();
        }
        return embeddings;
    }

    private static FeatureMap requireFinestFirst(List<FeatureMap> maps) {
        if (maps.isEmpty()) {
            throw new IllegalArgumentException("no feature maps: need at least one");
        }
        FeatureMap finest = maps.get(0);
        for (FeatureMap map : maps) {
            if (map.height() > finest.height() || map.width() > finest.width()) {
                throw new IllegalArgumentException("feature map %s is %dx%d, finer than the first, %s with %dx%d"
                        .formatted(
                                map.name(), map.height(), map.width(), finest.name(), finest.height(), finest.width()));
            }
        }
        return finest;
    }

    /** The map, averaged over 3x3 neighbourhoods, layout {@code [height, width, channels]}. */
    private static float[] pool(FeatureMap map, Scratch scratch) {
        int height = map.height();
        int row = map.width() * map.channels();
        float[] pooled = channelsLast(map, scratch);
        float[] above = scratch.rows[0] = atLeast(row, scratch.rows[0]);
        float[] here = scratch.rows[1] = atLeast(row, scratch.rows[1]);
        float[] below = scratch.rows[2] = atLeast(row, scratch.rows[2]);
        Arrays.fill(above, 0, row, 0);
        sumNeighbouringColumns(pooled, 0, row, map.channels(), here);
        for (int y = 0; y < height; y++) {
            if (y + 1 < height) {
                sumNeighbouringColumns(pooled, (y + 1) * row, row, map.channels(), below);
            } else {
                Arrays.fill(below, 0, row, 0);
            }
            // In place: row y was summed into `here` one round ago and is not read again.
            for (int i = 0, target = y * row; i < row; i++) {
                pooled[target + i] = (above[i] + here[i] + below[i]) * NINTH;
            }
            float[] oldest = above;
            above = here;
            here = below;
            below = oldest;
        }
        return pooled;
    }

    private static float[] channelsLast(FeatureMap map, Scratch scratch) {
        int channels = map.channels();
        int positions = map.height() * map.width();
        float[] result = scratch.pooled = atLeast(positions * channels, scratch.pooled);
        float[] planes = scratch.planes = atLeast(Math.min(TRANSPOSED_TOGETHER, channels) * positions, scratch.planes);
        for (int first = 0; first < channels; first += TRANSPOSED_TOGETHER) {
            int count = Math.min(TRANSPOSED_TOGETHER, channels - first);
            map.values().get(first * positions, planes, 0, count * positions);
            for (int p = 0; p < positions; p++) {
                int target = p * channels + first;
                for (int c = 0; c < count; c++) {
                    result[target + c] = planes[c * positions + p];
                }
            }
        }
        return result;
    }

    /** Adds to each column of a row {@code [width, channels]} its left and right neighbour, zero beyond the ends. */
    private static void sumNeighbouringColumns(float[] source, int from, int row, int channels, float[] target) {
        System.arraycopy(source, from, target, 0, row);
        for (int i = channels; i < row; i++) {
            target[i] += source[from + i - channels];
        }
        for (int i = 0; i < row - channels; i++) {
            target[i] += source[from + i + channels];
        }
    }

    private static void copy(float[] pooled, int channels, FloatMatrix target, int column) {
        FloatBuffer values = target.values();
        for (int p = 0; p < target.rows(); p++) {
            values.put(p * target.columns() + column, pooled, p * channels, channels);
        }
    }

    private static void align(
            float[] pooled, FeatureMap map, FeatureMap finest, FloatMatrix target, int column, Scratch scratch) {
        int channels = map.channels();
        int row = map.width() * channels;
        float[] blendedRow = scratch.rows[0] = atLeast(row, scratch.rows[0]);
        float[] vector = scratch.rows[1] = atLeast(channels, scratch.rows[1]);
        FloatBuffer values = target.values();
        Interpolation vertical = new Interpolation(map.height(), finest.height());
        Interpolation horizontal = new Interpolation(map.width(), finest.width());
        for (int y = 0; y < finest.height(); y++) {
            blend(pooled, vertical.lower[y] * row, vertical.upper[y] * row, vertical.upperWeight[y], blendedRow, row);
            for (int x = 0; x < finest.width(); x++) {
                int left = horizontal.lower[x] * channels;
                int right = horizontal.upper[x] * channels;
                blend(blendedRow, left, right, horizontal.upperWeight[x], vector, channels);
                values.put((y * finest.width() + x) * target.columns() + column, vector, 0, channels);
            }
        }
    }

    private static void blend(float[] source, int lower, int upper, float upperWeight, float[] target, int count) {
        float lowerWeight = 1 - upperWeight;
        for (int i = 0; i < count; i++) {
            target[i] = lowerWeight * source[lower + i] + upperWeight * source[upper + i];
        }
    }

    /** Which two source positions make each target position along one axis, and the weight of the second. */
    private static final class Interpolation {
        final int[] lower;
        final int[] upper;
        final float[] upperWeight;

        Interpolation(int sourceSize, int targetSize) {
            lower = new int[targetSize];
            upper = new int[targetSize];
            upperWeight = new float[targetSize];
            double scale = (double) sourceSize / targetSize;
            for (int t = 0; t < targetSize; t++) {
                double position = Math.max(0, (t + 0.5) * scale - 0.5);
                lower[t] = Math.min((int) position, sourceSize - 1);
                upper[t] = Math.min(lower[t] + 1, sourceSize - 1);
                upperWeight[t] = (float) (position - lower[t]);
            }
        }
    }
}
