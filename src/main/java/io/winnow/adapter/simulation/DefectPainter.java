package io.winnow.adapter.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfPoint;
import org.opencv.core.Point;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/** Paints one defect onto a part and the same shape into its mask (255 where the defect is). Used by one thread. */
final class DefectPainter {
    private static final Scalar DEFECT = new Scalar(255);
    /** Grey levels that stand out from the sensor's noise. */
    private static final double LEAST_VISIBLE = 7;
    /** From the bore's chamfer to the rim's. */
    private static final double INNER = Blank.BORE_RADIUS + 16;

    private static final double OUTER = Blank.OUTER_RADIUS - 14;

    private final SplittableRandom random;
    private final Blank blank;
    private final Mat part;
    private final Mat mask;

    DefectPainter(SplittableRandom random, Blank blank, Mat part, Mat mask) {
        this.random = random;
        this.blank = blank;
        this.part = part;
        this.mask = mask;
    }

    void paint(DefectKind kind) {
        switch (kind) {
            case SCRATCH -> scratch();
            case DENT -> dent();
            case STAIN -> stain();
            case MISSING_HOLE -> missingHole();
            case CRACK -> crack();
        }
    }

    private double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** A place on the flange's face, away from bore, rim and holes. */
    private Point onFace(double margin) {
        Point place;
        do {
            double angle = between(0, 2 * Math.PI);
            double radius = between(INNER + margin, OUTER - margin);
            place = new Point(Blank.CENTRE.x + radius * Math.cos(angle), Blank.CENTRE.y + radius * Math.sin(angle));
        } while (nearHole(place, margin));
        return place;
    }

    private static boolean nearHole(Point place, double margin) {
        for (int hole = 0; hole < Blank.HOLES; hole++) {
            Point centre = Blank.hole(hole);
            if (Math.hypot(place.x - centre.x, place.y - centre.y) < Blank.HOLE_RADIUS + margin) {
                return true;
            }
        }
        return false;
    }

    private void scratch() {
        Point start = onFace(20);
        double angle = between(0, Math.PI);
        double length = between(45, 120);
        double bend = between(-0.25, 0.25);
        List<Point> line = new ArrayList<>();
        for (int step = 0; step <= 12; step++) {
            double along = length * (step / 12.0 - 0.5);
            double turned = angle + bend * step / 12;
            line.add(inside(new Point(start.x + along * Math.cos(turned), start.y + along * Math.sin(turned))));
        }
        double dark = between(82, 130);
        double bright = between(205, 240);
        polyline(part, shifted(line, 1.2), new Scalar(dark, dark - 2, dark - 3), 2);
        polyline(part, line, new Scalar(bright, bright, bright - 2), random.nextInt(1, 3));
        polyline(mask, line, DEFECT, 5);
    }

    private void crack() {
        int hole = random.nextInt(Blank.HOLES);
        Point centre = Blank.hole(hole);
        double angle = between(0, 2 * Math.PI);
        double length = between(30, 66);
        List<Point> line = new ArrayList<>();
        for (double along = Blank.HOLE_RADIUS - 1; along < Blank.HOLE_RADIUS + length; along += 5) {
            double jag = between(-2.6, 2.6);
            line.add(inside(new Point(
                    centre.x + along * Math.cos(angle) - jag * Math.sin(angle),
                    centre.y + along * Math.sin(angle) + jag * Math.cos(angle))));
        }
        polyline(part, line, new Scalar(44, 42, 42), random.nextInt(1, 3));
        polyline(mask, line, DEFECT, 5);
    }

    /** Keeps a point on the face: lines end at the rim and at the bore. */
    private static Point inside(Point point) {
        double x = point.x - Blank.CENTRE.x;
        double y = point.y - Blank.CENTRE.y;
        double radius = Math.hypot(x, y);
        double kept = Math.max(INNER - 8, Math.min(OUTER + 6, radius));
        return new Point(Blank.CENTRE.x + x * kept / radius, Blank.CENTRE.y + y * kept / radius);
    }

    private static List<Point> shifted(List<Point> line, double by) {
        return line.stream().map(point -> new Point(point.x + by, point.y + by)).toList();
    }

    private static void polyline(Mat image, List<Point> line, Scalar colour, int thickness) {
        MatOfPoint points = new MatOfPoint(line.toArray(Point[]::new));
        Imgproc.polylines(image, List.of(points), false, colour, thickness, Imgproc.LINE_AA);
        points.release();
    }

    /** Light from the upper left: the slope on that side lies in shadow, the far one catches the lamp. */
    private void dent() {
        Point centre = onFace(26);
        double radius = between(10, 20);
        double depth = between(45, 110);
        Mat relief = new Mat(part.size(), CvType.CV_32FC1, new Scalar(0));
        disc(relief, centre, -0.3 * radius, 0.75 * radius, -depth);
        disc(relief, centre, 0.45 * radius, 0.55 * radius, 0.8 * depth);
        Imgproc.GaussianBlur(relief, relief, new Size(0, 0), 0.33 * radius);
        addLight(relief);
        markVisible(relief);
        relief.release();
    }

    private static void disc(Mat relief, Point centre, double diagonal, double radius, double value) {
        Point place = new Point(centre.x + diagonal, centre.y + diagonal);
        Imgproc.circle(relief, place, (int) Math.round(radius), new Scalar(value), Imgproc.FILLED);
    }

    /** The dent is where its relief can be seen. */
    private void markVisible(Mat relief) {
        Mat seen = new Mat();
        Core.convertScaleAbs(relief, seen);
        Imgproc.threshold(seen, seen, LEAST_VISIBLE, 255, Imgproc.THRESH_BINARY);
        Core.max(mask, seen, mask);
        seen.release();
    }

    private void addLight(Mat relief) {
        Mat colour = new Mat();
        Imgproc.cvtColor(relief, colour, Imgproc.COLOR_GRAY2BGR);
        Core.add(part, colour, part, new Mat(), CvType.CV_8UC3);
        colour.release();
    }

    private void stain() {
        Point centre = onFace(30);
        double radius = between(14, 32);
        List<Point> outline = new ArrayList<>();
        for (int step = 0; step < 18; step++) {
            double angle = 2 * Math.PI * step / 18;
            double reach = radius * between(0.65, 1.2);
            outline.add(new Point(centre.x + reach * Math.cos(angle), centre.y + reach * Math.sin(angle)));
        }
        Mat blot = new Mat(part.size(), CvType.CV_8UC1, new Scalar(0));
        MatOfPoint points = new MatOfPoint(outline.toArray(Point[]::new));
        Imgproc.fillPoly(blot, List.of(points), DEFECT, Imgproc.LINE_AA);
        points.release();
        Core.max(mask, blot, mask);
        Imgproc.GaussianBlur(blot, blot, new Size(0, 0), 2.5);
        tint(blot, new Scalar(38, 62, 88), between(0.14, 0.55));
        blot.release();
    }

    /** Mixes a colour into the part where a blot is, as strongly as the blot is opaque. */
    private void tint(Mat blot, Scalar colour, double opacity) {
        Mat tinted = new Mat(part.size(), CvType.CV_8UC3, colour);
        Core.addWeighted(part, 1 - opacity, tinted, opacity, 0, tinted);
        Mat weight = new Mat();
        Imgproc.cvtColor(blot, weight, Imgproc.COLOR_GRAY2BGR);
        weight.convertTo(weight, CvType.CV_32FC3, 1 / 255.0);
        mix(tinted, weight);
        tinted.release();
        weight.release();
    }

    private void mix(Mat over, Mat weight) {
        Mat under = new Mat();
        Mat difference = new Mat();
        part.convertTo(under, CvType.CV_32FC3);
        over.convertTo(difference, CvType.CV_32FC3);
        Core.subtract(difference, under, difference);
        Core.multiply(difference, weight, difference);
        Core.add(under, difference, under);
        under.convertTo(part, CvType.CV_8UC3);
        under.release();
        difference.release();
    }

    private void missingHole() {
        Point centre = Blank.hole(random.nextInt(Blank.HOLES));
        Mat where = new Mat(part.size(), CvType.CV_8UC1, new Scalar(0));
        Imgproc.circle(where, centre, Blank.HOLE_RADIUS + 7, DEFECT, Imgproc.FILLED);
        blank.steel.copyTo(part, where);
        Core.max(mask, where, mask);
        where.release();
    }
}
