package io.winnow.core.evaluation;

import java.util.Arrays;

/**
 * The pixels of a box inside an image: corners truncated to whole pixels, sides drawn as 8-connected lines (Bresenham 1965), every
 * row filled between its outermost pixels, both included.
 */
final class BoxPixels {
    private final int height;
    private final int width;
    private final int[] first;
    private final int[] last;

    BoxPixels(RotatedBox box, int height, int width) {
        this.height = height;
        this.width = width;
        this.first = new int[height];
        this.last = new int[height];
        Arrays.fill(first, width);
        Arrays.fill(last, -1);
        float[][] corners = box.corners();
        for (int i = 0; i < corners.length; i++) {
            float[] from = corners[i];
            float[] to = corners[(i + 1) % corners.length];
            line((int) from[0], (int) from[1], (int) to[0], (int) to[1]);
        }
    }

    /** First column of the box in row y; past {@link #last} where the row has none. */
    int first(int y) {
        return Math.max(0, first[y]);
    }

    /** Last column of the box in row y. */
    int last(int y) {
        return Math.min(width - 1, last[y]);
    }

    /** Number of pixels inside the image. */
    int count() {
        int count = 0;
        for (int y = 0; y < height; y++) {
            count += Math.max(0, last(y) - first(y) + 1);
        }
        return count;
    }

    private void line(int x0, int y0, int x1, int y1) {
        if (x0 > x1) {
            line(x1, y1, x0, y0);
            return;
        }
        int dx = x1 - x0;
        int dy = Math.abs(y1 - y0);
        int down = y1 < y0 ? -1 : 1;
        int major = Math.max(dx, dy);
        int minor = Math.min(dx, dy);
        int error = major - 2 * minor;
        int x = x0;
        int y = y0;
        for (int step = 0; step <= major; step++) {
            mark(x, y);
            boolean sideways = error < 0;
            error += (sideways ? 2 * major : 0) - 2 * minor;
            x += dx >= dy || sideways ? 1 : 0;
            y += dx < dy || sideways ? down : 0;
        }
    }

    private void mark(int x, int y) {
        if (y >= 0 && y < height) {
            first[y] = Math.min(first[y], x);
            last[y] = Math.max(last[y], x);
        }
    }
}
