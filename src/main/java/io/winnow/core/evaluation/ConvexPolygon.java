package io.winnow.core.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Convex polygons as arrays of corners {@code [n][2]}, x before y. */
final class ConvexPolygon {
    private ConvexPolygon() {}

    /**
     * The convex hull without collinear points (monotone chain, Andrew 1979), its edges in the order of rising angles.
     *
     * <p>It begins with the corner after the topmost (then leftmost) one, where OpenCV's contour of a region ends, because that
     * decides which of several rectangles with the same area is found.
     */
    static int[][] hull(List<int[]> points) {
        int[][] sorted = points.toArray(int[][]::new);
        Arrays.sort(sorted, Comparator.<int[]>comparingInt(p -> p[0]).thenComparingInt(p -> p[1]));
        int[][] chain = new int[2 * sorted.length + 1][];
        int size = 0;
        for (int[] point : sorted) {
            size = push(chain, size, 0, point);
        }
        int lower = size;
        for (int i = sorted.length - 2; i >= 0; i--) {
            size = push(chain, size, lower - 1, sorted[i]);
        }
        int corners = Math.max(1, size - 1);
        int start = corners < 3 ? corners - 1 : topmost(chain, corners) + 1;
        int[][] hull = new int[corners][];
        for (int i = 0; i < corners; i++) {
            hull[i] = chain[(i + start) % corners];
        }
        return hull;
    }

    private static int topmost(int[][] points, int count) {
        int top = 0;
        for (int i = 1; i < count; i++) {
            int below = Integer.compare(points[i][1], points[top][1]);
            top = below < 0 || (below == 0 && points[i][0] < points[top][0]) ? i : top;
        }
        return top;
    }

    private static int push(int[][] chain, int size, int first, int[] point) {
        int kept = size;
        while (kept - first >= 2 && turn(chain[kept - 2], chain[kept - 1], point) <= 0) {
            kept--;
        }
        if (kept > 0 && Arrays.equals(chain[kept - 1], point)) {
            return kept;
        }
        chain[kept] = point;
        return kept + 1;
    }

    private static long turn(int[] a, int[] b, int[] c) {
        return (long) (b[0] - a[0]) * (c[1] - a[1]) - (long) (b[1] - a[1]) * (c[0] - a[0]);
    }

    /** Area by the shoelace formula. */
    static double area(double[][] polygon) {
        return Math.abs(signedArea(polygon));
    }

    private static double signedArea(double[][] polygon) {
        double twice = 0;
        for (int i = 0; i < polygon.length; i++) {
            double[] a = polygon[i];
            double[] b = polygon[(i + 1) % polygon.length];
            twice += a[0] * b[1] - b[0] * a[1];
        }
        return twice / 2;
    }

    /** The part of one polygon inside another (Sutherland and Hodgman 1974). */
    static double[][] intersection(double[][] subject, double[][] clip) {
        double side = Math.signum(signedArea(clip));
        double[][] part = subject;
        for (int i = 0; i < clip.length; i++) {
            part = clip(part, clip[i], clip[(i + 1) % clip.length], side);
        }
        return part;
    }

    private static double[][] clip(double[][] polygon, double[] from, double[] to, double side) {
        List<double[]> kept = new ArrayList<>();
        for (int i = 0; i < polygon.length; i++) {
            double[] a = polygon[i];
            double[] b = polygon[(i + 1) % polygon.length];
            double da = side * distance(from, to, a);
            double db = side * distance(from, to, b);
            if (da >= 0) {
                kept.add(a);
            }
            if ((da > 0 && db < 0) || (da < 0 && db > 0)) {
                double t = da / (da - db);
                kept.add(new double[] {a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])});
            }
        }
        return kept.toArray(double[][]::new);
    }

    private static double distance(double[] from, double[] to, double[] point) {
        return (to[0] - from[0]) * (point[1] - from[1]) - (to[1] - from[1]) * (point[0] - from[0]);
    }
}
