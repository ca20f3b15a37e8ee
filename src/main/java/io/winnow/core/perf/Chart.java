package io.winnow.core.perf;

import java.util.List;

/**
 * Lines over a common axis.
 *
 * @param name of the file it is written to, without its ending
 * @param xAxis what x is, with its unit
 * @param yAxis what y is, with its unit
 * @param logarithmicX whether equal factors are equally far apart in x
 */
public record Chart(String name, String title, String xAxis, String yAxis, boolean logarithmicX, List<Series> series) {
    /** One line. */
    public record Series(String name, List<Point> points) {
        public Series {
            points = List.copyOf(points);
        }
    }

    /** One value; both finite. */
    public record Point(double x, double y) {
        public Point {
            if (!Double.isFinite(x) || !Double.isFinite(y)) {
                throw new IllegalArgumentException("point (%s, %s) must be finite".formatted(x, y));
            }
        }
    }

    public Chart {
        if (!name.matches("[a-z0-9-]+")) {
            throw new IllegalArgumentException(
                    "chart name '%s' must be lower-case letters, digits and hyphens".formatted(name));
        }
        series = List.copyOf(series);
    }
}
