package io.winnow.adapter.simulation;

import java.util.SplittableRandom;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Point;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * The part as it ought to be, straight in front of the camera: a turned steel flange with a bore, six bolt holes and an engraved
 * number. Each blank has its own brushed texture. Holds native memory; used by one thread.
 */
final class Blank implements AutoCloseable {
    static final int HEIGHT = 480;
    static final int WIDTH = 640;
    static final Point CENTRE = new Point(WIDTH / 2.0, HEIGHT / 2.0);
    static final int OUTER_RADIUS = 205;
    static final int BORE_RADIUS = 58;
    static final int HOLES = 6;
    static final int HOLE_RADIUS = 19;
    static final int HOLE_CIRCLE = 142;
    private static final Scalar STEEL = new Scalar(168, 166, 162);
    private static final Scalar DARK = new Scalar(34, 32, 31);

    final Mat steel;
    final Mat part;
    final Mat outline;
    final Mat shadow;

    Blank(SplittableRandom random) {
        OpenCvRandom.seed(random);
        this.steel = brushedSteel();
        this.part = steel.clone();
        this.outline = new Mat(HEIGHT, WIDTH, CvType.CV_8UC1, new Scalar(0));
        Imgproc.circle(outline, CENTRE, OUTER_RADIUS, new Scalar(255), Imgproc.FILLED, Imgproc.LINE_AA);
        this.shadow = softened(outline);
        turnedRings();
        bore();
        for (int hole = 0; hole < HOLES; hole++) {
            drill(part, hole);
        }
        engrave();
    }

    /** Centre of a bolt hole. */
    static Point hole(int hole) {
        double angle = 2 * Math.PI * hole / HOLES + Math.PI / 6;
        return new Point(CENTRE.x + HOLE_CIRCLE * Math.cos(angle), CENTRE.y + HOLE_CIRCLE * Math.sin(angle));
    }

    private static Mat softened(Mat outline) {
        Mat soft = new Mat();
        Imgproc.GaussianBlur(outline, soft, new Size(0, 0), 11);
        return soft;
    }

    /** Brushed metal throws the lamp back in a band across its grain. */
    private static void sheen(Mat grey) {
        Mat band = new Mat(1, WIDTH, CvType.CV_32FC1);
        for (int x = 0; x < WIDTH; x++) {
            double away = (x - CENTRE.x) / 105;
            band.put(0, x, 30 * Math.exp(-away * away) - 10);
        }
        Mat field = new Mat();
        Imgproc.resize(band, field, new Size(WIDTH, HEIGHT), 0, 0, Imgproc.INTER_NEAREST);
        Core.add(grey, field, grey);
        band.release();
        field.release();
    }

    /** Noise smeared along one direction looks like brushed metal. */
    private static Mat brushedSteel() {
        Mat noise = new Mat(HEIGHT, WIDTH, CvType.CV_32FC1);
        Core.randn(noise, 0, 46);
        Imgproc.blur(noise, noise, new Size(61, 1));
        Mat coarse = new Mat(HEIGHT / 16, WIDTH / 16, CvType.CV_32FC1);
        Core.randn(coarse, 0, 4);
        Imgproc.resize(coarse, coarse, new Size(WIDTH, HEIGHT), 0, 0, Imgproc.INTER_CUBIC);
        Core.add(noise, coarse, noise);
        sheen(noise);
        Mat colour = new Mat();
        Imgproc.cvtColor(noise, colour, Imgproc.COLOR_GRAY2BGR);
        Core.add(colour, STEEL, colour);
        Mat steel = new Mat();
        colour.convertTo(steel, CvType.CV_8UC3);
        noise.release();
        coarse.release();
        colour.release();
        return steel;
    }

    private void turnedRings() {
        for (int radius = BORE_RADIUS + 30; radius < OUTER_RADIUS - 8; radius += 46) {
            Imgproc.circle(part, CENTRE, radius, new Scalar(150, 148, 146), 1, Imgproc.LINE_AA);
            Imgproc.circle(part, CENTRE, radius + 1, new Scalar(184, 183, 181), 1, Imgproc.LINE_AA);
        }
        Imgproc.circle(part, CENTRE, OUTER_RADIUS - 3, new Scalar(206, 205, 203), 4, Imgproc.LINE_AA);
        Imgproc.circle(part, CENTRE, OUTER_RADIUS, new Scalar(96, 94, 92), 3, Imgproc.LINE_AA);
    }

    private void bore() {
        Imgproc.circle(part, CENTRE, BORE_RADIUS + 9, new Scalar(198, 197, 195), Imgproc.FILLED, Imgproc.LINE_AA);
        Imgproc.circle(part, CENTRE, BORE_RADIUS + 3, new Scalar(110, 108, 106), Imgproc.FILLED, Imgproc.LINE_AA);
        Imgproc.circle(part, CENTRE, BORE_RADIUS, DARK, Imgproc.FILLED, Imgproc.LINE_AA);
    }

    private static void drill(Mat image, int hole) {
        Point centre = hole(hole);
        Imgproc.circle(image, centre, HOLE_RADIUS + 5, new Scalar(196, 195, 193), Imgproc.FILLED, Imgproc.LINE_AA);
        Imgproc.circle(image, centre, HOLE_RADIUS + 1, new Scalar(104, 102, 100), Imgproc.FILLED, Imgproc.LINE_AA);
        Imgproc.circle(image, centre, HOLE_RADIUS - 1, DARK, Imgproc.FILLED, Imgproc.LINE_AA);
    }

    private void engrave() {
        Point origin = new Point(CENTRE.x - 44, CENTRE.y + BORE_RADIUS + 44);
        for (int shift = 1; shift >= 0; shift--) {
            Imgproc.putText(
                    part,
                    "WN-207",
                    new Point(origin.x + shift, origin.y + shift),
                    Imgproc.FONT_HERSHEY_SIMPLEX,
                    0.72,
                    shift == 1 ? new Scalar(206, 205, 204) : new Scalar(92, 90, 89),
                    2,
                    Imgproc.LINE_AA);
        }
    }

    @Override
    public void close() {
        steel.release();
        part.release();
        outline.release();
        shadow.release();
    }
}
