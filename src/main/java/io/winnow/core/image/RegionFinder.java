package io.winnow.core.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the connected regions (8 neighbours) of a score map that lie above a threshold.
 *
 * <p>Thread-safe.
 */
public final class RegionFinder {
    private RegionFinder() {}

    /**
     * Regions whose every pixel scores more than the threshold, highest score first.
     *
     * @param scores {@code [map.height, map.width]}, higher is more anomalous
     * @param map size of the score map, a pixel map or a patch grid
     * @param within part of the image that the map covers
     * @param threshold pixels at or below it belong to no region
     * @throws IllegalArgumentException when the number of scores is not that of the map
     */
    public static List<ScoredRegion> find(float[] scores, ImageSize map, RegionOfInterest within, double threshold) {
        if (scores.length != map.area()) {
            throw new IllegalArgumentException(
                    "score map %s needs %d scores, got %d".formatted(map, map.area(), scores.length));
        }
        Search search = new Search(scores, map, threshold);
        List<ScoredRegion> regions = new ArrayList<>();
        for (int p = 0; p < scores.length; p++) {
            if (search.isNew(p)) {
                regions.add(search.grow(p, within));
            }
        }
        regions.sort(Comparator.comparingDouble(ScoredRegion::score).reversed());
        return regions;
    }

    /** Flood fill with a stack of its own; a region may be as large as the map. */
    private static final class Search {
        private final float[] scores;
        private final int height;
        private final int width;
        private final double threshold;
        private final boolean[] seen;
        private int[] stack = new int[64];
        private int depth;

        Search(float[] scores, ImageSize map, double threshold) {
            this.scores = scores;
            this.height = map.height();
            this.width = map.width();
            this.threshold = threshold;
            this.seen = new boolean[scores.length];
        }

        boolean isNew(int position) {
            return !seen[position] && scores[position] > threshold;
        }

        ScoredRegion grow(int start, RegionOfInterest within) {
            int top = height;
            int bottom = 0;
            int left = width;
            int right = 0;
            float max = Float.NEGATIVE_INFINITY;
            push(start);
            while (depth > 0) {
                int position = stack[--depth];
                int y = position / width;
                int x = position % width;
                top = Math.min(top, y);
                bottom = Math.max(bottom, y + 1);
                left = Math.min(left, x);
                right = Math.max(right, x + 1);
                max = Math.max(max, scores[position]);
                pushNeighbours(y, x);
            }
            double boxHeight = within.bottom() - within.top();
            double boxWidth = within.right() - within.left();
            return new ScoredRegion(
                    new RegionOfInterest(
                            within.left() + boxWidth * left / width,
                            within.top() + boxHeight * top / height,
                            Math.min(1, within.left() + boxWidth * right / width),
                            Math.min(1, within.top() + boxHeight * bottom / height)),
                    max);
        }

        private void pushNeighbours(int y, int x) {
            for (int ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
                for (int nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
                    if (isNew(ny * width + nx)) {
                        push(ny * width + nx);
                    }
                }
            }
        }

        private void push(int position) {
            seen[position] = true;
            if (depth == stack.length) {
                stack = Arrays.copyOf(stack, 2 * depth);
            }
            stack[depth++] = position;
        }
    }
}
