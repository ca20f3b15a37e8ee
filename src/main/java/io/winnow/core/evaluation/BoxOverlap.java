package io.winnow.core.evaluation;

import java.util.List;

/** Intersections over unions of one map's prediction with each box of its image, for all thresholds in one pass. */
final class BoxOverlap {
    private final float[] map;
    private final int height;
    private final int width;
    private final List<RotatedBox> boxes;
    private final ThresholdBins bins;

    private BoxOverlap(float[] map, int height, int width, List<RotatedBox> boxes, ThresholdBins bins) {
        this.map = map;
        this.height = height;
        this.width = width;
        this.boxes = boxes;
        this.bins = bins;
    }

    /**
     * Intersection over union of each box at each threshold.
     *
     * @param map scores, {@code [height, width]}
     * @param thresholds in rising order; a pixel is predicted where its score is above
     * @return {@code [box][threshold]}
     */
    static double[][] ious(float[] map, int height, int width, List<RotatedBox> boxes, double[] thresholds) {
        BoxOverlap overlap = new BoxOverlap(map, height, width, boxes, new ThresholdBins(thresholds));
        return overlap.ious(thresholds.length);
    }

    private double[][] ious(int thresholds) {
        // Histograms by the number of thresholds below a pixel's score; their tails are the counts at each threshold.
        int[][] nearest = new int[boxes.size()][thresholds + 1];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                nearest[nearestBox(y, x)][bins.below(map[y * width + x])]++;
            }
        }
        double[][] ious = new double[boxes.size()][thresholds];
        for (int b = 0; b < ious.length; b++) {
            int[] inside = new int[thresholds + 1];
            int[] insideButNearerToAnother = new int[thresholds + 1];
            BoxPixels pixels = new BoxPixels(boxes.get(b), height, width);
            for (int y = 0; y < height; y++) {
                for (int x = pixels.first(y); x <= pixels.last(y); x++) {
                    int bin = bins.below(map[y * width + x]);
                    inside[bin]++;
                    insideButNearerToAnother[bin] += nearestBox(y, x) == b ? 0 : 1;
                }
            }
            int intersection = 0;
            int predicted = 0;
            int box = pixels.count();
            for (int t = thresholds - 1; t >= 0; t--) {
                intersection += inside[t + 1];
                predicted += nearest[b][t + 1] + insideButNearerToAnother[t + 1];
                int union = box + predicted - intersection;
                // A box wholly outside the image, which only an operator could draw, is not localised.
                ious[b][t] = union == 0 ? 0 : (double) intersection / union;
            }
        }
        return ious;
    }

    /** The box whose centre is nearest to a pixel; the first of several. */
    private int nearestBox(int y, int x) {
        int nearest = 0;
        double best = Double.POSITIVE_INFINITY;
        for (int b = 0; b < boxes.size() && boxes.size() > 1; b++) {
            double dx = x - boxes.get(b).centreX();
            double dy = y - boxes.get(b).centreY();
            double squaredDistance = dx * dx + dy * dy;
            if (squaredDistance < best) {
                best = squaredDistance;
                nearest = b;
            }
        }
        return nearest;
    }

    /** Finds how many thresholds lie below a score: a table gives the first guess, since searching costs more than counting. */
    private static final class ThresholdBins {
        private static final int CELLS = 1024;

        private final double[] thresholds;
        private final double lowest;
        private final double cellsPerScore;
        /** Number of thresholds below the lower end of each cell. */
        private final int[] guess = new int[CELLS];

        ThresholdBins(double[] thresholds) {
            this.thresholds = thresholds;
            this.lowest = thresholds[0];
            double range = thresholds[thresholds.length - 1] - lowest;
            this.cellsPerScore = range > 0 ? (CELLS - 1) / range : 0;
            for (int cell = 0; cell < CELLS; cell++) {
                int below = 0;
                while (below < thresholds.length && (thresholds[below] - lowest) * cellsPerScore < cell) {
                    below++;
                }
                guess[cell] = below;
            }
        }

        int below(float score) {
            double cell = (score - lowest) * cellsPerScore;
            int below = cell <= 0 ? 0 : guess[(int) Math.min(cell, CELLS - 1)];
            while (below < thresholds.length && thresholds[below] < score) {
                below++;
            }
            return below;
        }
    }
}
