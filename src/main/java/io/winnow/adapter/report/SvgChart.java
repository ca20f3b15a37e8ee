package io.winnow.adapter.report;

import io.winnow.core.perf.Chart;
import io.winnow.core.perf.Chart.Point;
import io.winnow.core.perf.Chart.Series;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * Draws a chart as SVG text. By hand, because the chart libraries for Java draw through AWT, which a native executable on a small box does
 * not have. Colours are those of Okabe and Ito, told apart with any colour vision, and readable on white and on black.
 */
final class SvgChart {
    private static final List<String> COLOURS =
            List.of("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#999999");

    private static final int WIDTH = 720;
    private static final int HEIGHT = 400;
    private static final int LEFT = 70;
    private static final int RIGHT = 170;
    private static final int TOP = 40;
    private static final int BOTTOM = 50;
    private static final int TICKS = 6;

    private final Chart chart;
    private final StringBuilder svg = new StringBuilder();
    private final double fromX;
    private final double toX;
    private final double toY;

    private SvgChart(Chart chart) {
        this.chart = chart;
        this.fromX = all(point -> scaled(point.x())).min().orElse(0);
        this.toX = Math.max(fromX + 1e-9, all(point -> scaled(point.x())).max().orElse(1));
        this.toY = roundUp(all(Point::y).max().orElse(1));
    }

    static String of(Chart chart) {
        return new SvgChart(chart).draw();
    }

    private DoubleStream all(ToDoubleFunction<Point> value) {
        return chart.series().stream()
                .flatMap(series -> series.points().stream())
                .mapToDouble(value);
    }

    private double scaled(double x) {
        return chart.logarithmicX() ? Math.log(x) : x;
    }

    private String draw() {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#808080\">",
                WIDTH, HEIGHT);
        add("<title>%s</title>", escaped(chart.title()));
        add("<text x=\"%d\" y=\"22\" font-size=\"15\">%s</text>", LEFT, escaped(chart.title()));
        drawY();
        drawX();
        for (int i = 0; i < chart.series().size(); i++) {
            draw(chart.series().get(i), COLOURS.get(i % COLOURS.size()), TOP + 10 + 18 * i);
        }
        add("</svg>");
        return svg.toString();
    }

    private void drawY() {
        for (int tick = 0; tick <= TICKS - 1; tick++) {
            double value = toY * tick / (TICKS - 1);
            add(
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#808080\" stroke-opacity=\"0.3\"/>",
                    LEFT, WIDTH - RIGHT, y(value), y(value));
            add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>", LEFT - 8, y(value) + 4, number(value));
        }
        add(
                "<text transform=\"translate(16 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>",
                (TOP + HEIGHT - BOTTOM) / 2, escaped(chart.yAxis()));
    }

    /** A tick for each value that occurs, as long as there are few: measured places, not round ones. */
    private void drawX() {
        double[] places = all(Point::x).distinct().sorted().toArray();
        int step = Math.max(1, (places.length + 9) / 10);
        for (int i = 0; i < places.length; i += step) {
            add(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    x(places[i]), HEIGHT - BOTTOM + 18, number(places[i]));
        }
        add(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, escaped(chart.xAxis()));
    }

    private void draw(Series series, String colour, int legendY) {
        StringBuilder path = new StringBuilder();
        for (Point point : series.points()) {
            path.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point.x()), y(point.y())));
            add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>", x(point.x()), y(point.y()), colour);
        }
        add(
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>",
                path.toString().strip(), colour);
        int legendX = WIDTH - RIGHT + 14;
        add("<circle cx=\"%d\" cy=\"%d\" r=\"4\" fill=\"%s\"/>", legendX, legendY - 4, colour);
        add("<text x=\"%d\" y=\"%d\">%s</text>", legendX + 10, legendY, escaped(series.name()));
    }

    private double x(double value) {
        return LEFT + (scaled(value) - fromX) / (toX - fromX) * (WIDTH - RIGHT - LEFT);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - value / toY * (HEIGHT - BOTTOM - TOP);
    }

    /** The next of 1, 2, 2.5, 5 and 10 times a power of ten. */
    private static double roundUp(double value) {
        if (!(value > 0)) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double factor : new double[] {1, 2, 2.5, 5}) {
            if (value <= factor * power) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private static String number(double value) {
        if (value >= 1e6) {
            return String.format(Locale.ROOT, "%.3gM", value / 1e6).replaceAll("\\.?0+M", "M");
        }
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.3g", value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private void add(String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
