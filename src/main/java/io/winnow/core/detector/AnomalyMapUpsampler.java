package io.winnow.core.detector;

import io.winnow.core.image.ImageSize;

/**
 * From patch scores to pixel scores: bilinear enlargement (pixel centres aligned, not corners), then a Gaussian with radius
 * {@code 4 sigma} whose border reflects without repeating the edge pixel (reflect-101). PatchCore, section 3.3: sigma 4.
 *
 * <p>Both steps are linear and separable, so they are one banded matrix for each axis, worked out once. Immutable and
 * thread-safe; the caller keeps the target and may reuse it.
 */
public final class AnomalyMapUpsampler {
    /** Standard deviation of the Gaussian in pixels of the target. */
    public static final double DEFAULT_SIGMA = 4;

    private final ImageSize target;
    private final Band rows;
    private final Band columns;

    /**
     * @param gridHeight rows of the maps
     * @param gridWidth columns of the maps
     * @param target size of the pixel maps
     * @param sigma standard deviation of the Gaussian in target pixels; 0 for none
     */
    public AnomalyMapUpsampler(int gridHeight, int gridWidth, ImageSize target, double sigma) {
        if (gridHeight < 1 || gridWidth < 1) {
            throw new IllegalArgumentException("grid %dx%d must be at least 1x1".formatted(gridHeight, gridWidth));
        }
        if (!(sigma >= 0 && sigma < Integer.MAX_VALUE / 8.0)) {
            throw new IllegalArgumentException("sigma = %s must be finite and not negative".formatted(sigma));
        }
        this.target = target;
        this.rows = Band.of(gridHeight, target.height(), sigma);
        this.columns = Band.of(gridWidth, target.width(), sigma);
    }

    /** One with sigma 4. */
    public AnomalyMapUpsampler(int gridHeight, int gridWidth, ImageSize target) {
        this(gridHeight, gridWidth, target, DEFAULT_SIGMA);
    }

    /** Size of the pixel maps. */
    public ImageSize target() {
        return target;
    }

    /** Pixel scores, layout {@code [height, width]}. */
    public float[] upsample(AnomalyMap map) {
        float[] pixels = new float[Math.toIntExact(target.area())];
        upsample(map, pixels);
        return pixels;
    }

    /**
     * Writes pixel scores into an array.
     *
     * @param pixels {@code [height, width]} of the target size, overwritten
     * @throws IllegalArgumentException when the map or the array has another size
     */
    public void upsample(AnomalyMap map, float[] pixels) {
        if (map.height() != rows.sources || map.width() != columns.sources) {
            throw new IllegalArgumentException("anomaly map is %dx%d, upsampler takes %dx%d"
                    .formatted(map.height(), map.width(), rows.sources, columns.sources));
        }
        if (pixels.length != target.area()) {
            throw new IllegalArgumentException(
                    "array has %d values, %s pixels need %d".formatted(pixels.length, target, target.area()));
        }
        int width = target.width();
        float[] widened = new float[map.height() * width];
        for (int y = 0; y < map.height(); y++) {
            for (int x = 0; x < width; x++) {
                widened[y * width + x] = columns.apply(map, y, x);
            }
        }
        for (int y = 0; y < target.height(); y++) {
            float[] weights = rows.weights[y];
            for (int i = 0; i < weights.length; i++) {
                addScaled(widened, (rows.first[y] + i) * width, weights[i], pixels, y * width, width, i == 0);
            }
        }
    }

    private static void addScaled(
            float[] source, int from, float factor, float[] target, int to, int count, boolean overwrite) {
        if (overwrite) {
            for (int x = 0; x < count; x++) {
                target[to + x] = factor * source[from + x];
            }
        } else {
            for (int x = 0; x < count; x++) {
                target[to + x] += factor * source[from + x];
            }
        }
    }

    /** The matrix of one axis: {@code target[i] = sum over j of weights[i][j] * source[first[i] + j]}. */
    private static final class Band {
        private final int sources;
        private final int[] first;
        private final float[][] weights;

        private Band(int sources, int[] first, float[][] weights) {
            this.sources = sources;
            this.first = first;
            this.weights = weights;
        }

        float apply(AnomalyMap map, int y, int x) {
            float[] own = weights[x];
            float sum = 0;
            for (int i = 0; i < own.length; i++) {
                sum += own[i] * map.at(y, first[x] + i);
            }
            return sum;
        }

        static Band of(int sources, int targets, double sigma) {
            double[] kernel = kernel(sigma);
            int radius = kernel.length / 2;
            int[] first = new int[targets];
            float[][] weights = new float[targets][];
            for (int i = 0; i < targets; i++) {
                double[] row = new double[sources];
                for (int offset = -radius; offset <= radius; offset++) {
                    addBilinear(row, reflect(i + offset, targets), targets, kernel[offset + radius]);
                }
                first[i] = firstNonZero(row);
                weights[i] = trimmed(row, first[i]);
            }
            return new Band(sources, first, weights);
        }

        private static double[] kernel(double sigma) {
            int radius = (int) (4 * sigma + 0.5);
            double[] kernel = new double[2 * radius + 1];
            double sum = 0;
            for (int i = 0; i < kernel.length; i++) {
                double distance = i - radius;
                kernel[i] = sigma > 0 ? Math.exp(-distance * distance / (2 * sigma * sigma)) : 1;
                sum += kernel[i];
            }
            for (int i = 0; i < kernel.length; i++) {
                kernel[i] /= sum;
            }
            return kernel;
        }

        /** Reflect-101: {@code d c b | a b c d | c b a}. */
        private static int reflect(int index, int count) {
            if (count == 1) {
                return 0;
            }
            int period = 2 * (count - 1);
            int folded = Math.floorMod(index, period);
            return folded < count ? folded : period - folded;
        }

        private static void addBilinear(double[] row, int target, int targets, double weight) {
            double source = Math.max((target + 0.5) * row.length / targets - 0.5, 0);
            int lower = Math.min((int) source, row.length - 1);
            int upper = Math.min(lower + 1, row.length - 1);
            double fraction = source - lower;
            row[lower] += weight * (1 - fraction);
            row[upper] += weight * fraction;
        }

        private static int firstNonZero(double[] row) {
            int i = 0;
            while (i < row.length - 1 && row[i] == 0) {
                i++;
            }
            return i;
        }

        private static float[] trimmed(double[] row, int first) {
            int last = row.length - 1;
            while (last > first && row[last] == 0) {
                last--;
            }
            float[] weights = new float[last - first + 1];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = (float) row[first + i];
            }
            return weights;
        }
    }
}
