package io.winnow.core.evaluation;

/**
 * The rectangle of least area around a convex polygon, by rotating calipers (Toussaint 1983): one side of it lies on an edge of the
 * polygon, so two pairs of parallel lines are turned from edge to edge.
 *
 * <p>Proportion Localised truncates the corners of these rectangles to whole pixels, so the last bit of a corner can move a box by
 * one pixel. Arithmetic is therefore in single precision and in the order of OpenCV's {@code minAreaRect}, and of rectangles
 * with equal areas the last one found wins, as there. Tests compare both over random polygons.
 */
final class RotatingCalipers {
    private static final int BOTTOM = 0;
    private static final int RIGHT = 1;
    private static final int TOP = 2;
    private static final int LEFT = 3;

    private final int[][] hull;
    private final float[][] edges;
    private final float[] inverseLengths;
    /** The corner that each of the four lines touches. */
    private final int[] touched;

    private float bestArea = Float.MAX_VALUE;
    private float bestX;
    private float bestY;
    private float bestWidth;
    private float bestHeight;
    private int bestLeft;
    private int bestBottom;

    private RotatingCalipers(int[][] hull) {
        this.hull = hull;
        this.edges = new float[hull.length][];
        this.inverseLengths = new float[hull.length];
        for (int i = 0; i < hull.length; i++) {
            int[] next = hull[(i + 1) % hull.length];
            double dx = next[0] - hull[i][0];
            double dy = next[1] - hull[i][1];
            edges[i] = new float[] {(float) dx, (float) dy};
            inverseLengths[i] = (float) (1 / Math.sqrt(dx * dx + dy * dy));
        }
        this.touched = extremes(hull);
    }

    /**
     * The rectangle of least area.
     *
     * @param hull corners as {@link ConvexPolygon#hull} gives them
     */
    static RotatedBox around(int[][] hull) {
        if (hull.length == 1) {
            return new RotatedBox(hull[0][0], hull[0][1], 0, 0, 0);
        }
        if (hull.length == 2) {
            return aroundLine(hull[0], hull[1]);
        }
        return new RotatingCalipers(hull).search();
    }

    private static RotatedBox aroundLine(int[] from, int[] to) {
        double dx = to[0] - from[0];
        double dy = to[1] - from[1];
        return new RotatedBox(
                (from[0] + to[0]) * 0.5f,
                (from[1] + to[1]) * 0.5f,
                (float) Math.sqrt(dx * dx + dy * dy),
                0,
                degrees(Math.atan2(dy, dx)));
    }

    private static float degrees(double radians) {
        return (float) ((float) radians * 180 / Math.PI);
    }

    private static int[] extremes(int[][] hull) {
        int[] extremes = new int[4];
        for (int i = 1; i < hull.length; i++) {
            extremes[BOTTOM] = hull[i][1] < hull[extremes[BOTTOM]][1] ? i : extremes[BOTTOM];
            extremes[RIGHT] = hull[i][0] > hull[extremes[RIGHT]][0] ? i : extremes[RIGHT];
            extremes[TOP] = hull[i][1] > hull[extremes[TOP]][1] ? i : extremes[TOP];
            extremes[LEFT] = hull[i][0] < hull[extremes[LEFT]][0] ? i : extremes[LEFT];
        }
        return extremes;
    }

    private RotatedBox search() {
        for (int turns = 0; turns < hull.length; turns++) {
            int line = nextToTouch();
            int edge = touched[line];
            float[] base = {edges[edge][0] * inverseLengths[edge], edges[edge][1] * inverseLengths[edge]};
            float[] direction = turnBack(base, line);
            touched[line] = (edge + 1) % hull.length;
            measure(direction[0], direction[1]);
        }
        return box();
    }

    /** The line that meets its polygon edge first when all four turn together. */
    private int nextToTouch() {
        int first = BOTTOM;
        float[] firstEdge = edges[touched[BOTTOM]];
        for (int line = RIGHT; line <= LEFT; line++) {
            float[] edge = turnBack(edges[touched[line]], line);
            if (edge[1] * firstEdge[0] - edge[0] * firstEdge[1] < 0) {
                first = line;
                firstEdge = edge;
            }
        }
        return first;
    }

    /** A vector turned back by as many right angles as its line is ahead of the bottom line. */
    private static float[] turnBack(float[] v, int rightAngles) {
        return switch (rightAngles) {
            case BOTTOM -> v;
            case RIGHT -> new float[] {v[1], -v[0]};
            case TOP -> new float[] {-v[0], -v[1]};
            default -> new float[] {-v[1], v[0]};
        };
    }

    private void measure(float x, float y) {
        int[] left = hull[touched[LEFT]];
        int[] right = hull[touched[RIGHT]];
        int[] bottom = hull[touched[BOTTOM]];
        int[] top = hull[touched[TOP]];
        float width = (right[0] - left[0]) * x + (right[1] - left[1]) * y;
        float height = -(top[0] - bottom[0]) * y + (top[1] - bottom[1]) * x;
        float area = width * height;
        if (area <= bestArea) {
            bestArea = area;
            bestX = x;
            bestY = y;
            bestWidth = width;
            bestHeight = height;
            bestLeft = touched[LEFT];
            bestBottom = touched[BOTTOM];
        }
    }

    private RotatedBox box() {
        float x = bestX;
        float y = bestY;
        float alongWidth = x * hull[bestLeft][0] + hull[bestLeft][1] * y;
        float alongHeight = -y * hull[bestBottom][0] + hull[bestBottom][1] * x;
        float inverse = 1f / (x * x + y * y);
        float cornerX = (alongWidth * x - alongHeight * y) * inverse;
        float cornerY = (x * alongHeight + y * alongWidth) * inverse;
        float[] widthSide = {x * bestWidth, y * bestWidth};
        float[] heightSide = {-y * bestHeight, x * bestHeight};
        return new RotatedBox(
                cornerX + (widthSide[0] + heightSide[0]) * 0.5f,
                cornerY + (widthSide[1] + heightSide[1]) * 0.5f,
                length(widthSide),
                length(heightSide),
                degrees(Math.atan2(widthSide[1], widthSide[0])));
    }

    private static float length(float[] v) {
        return (float) Math.sqrt((double) v[0] * v[0] + (double) v[1] * v[1]);
    }
}
