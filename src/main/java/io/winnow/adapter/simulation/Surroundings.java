package io.winnow.adapter.simulation;

import java.util.SplittableRandom;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * What every picture of a line shares: the belt's weave and the sensor's noise, both larger than a picture, of which each picture
 * gets a different piece. Drawing them afresh would take longer than everything else. Holds native memory; used by one thread.
 */
final class Surroundings implements AutoCloseable {
    private static final int SPARE = 160;
    private static final int HEIGHT = Blank.HEIGHT + SPARE;
    private static final int WIDTH = Blank.WIDTH + SPARE;
    private static final int WEAVE_PIXELS = 6;
    private static final double SENSOR_NOISE = 2.6;
    private static final Scalar RUBBER = new Scalar(58, 50, 46);

    private final Mat belt;
    private final Mat noise;

    Surroundings(SplittableRandom random) {
        OpenCvRandom.seed(random);
        this.belt = belt();
        this.noise = new Mat(HEIGHT, WIDTH, CvType.CV_8UC3);
        Core.randn(noise, 128, SENSOR_NOISE);
    }

    private static Mat belt() {
        Mat grey = new Mat(HEIGHT, WIDTH, CvType.CV_32FC1);
        Core.randn(grey, 0, 8);
        Imgproc.blur(grey, grey, new Size(3, 3));
        Mat weave = weave();
        Core.add(grey, weave, grey);
        Mat colour = new Mat();
        Imgproc.cvtColor(grey, colour, Imgproc.COLOR_GRAY2BGR);
        Core.add(colour, RUBBER, colour);
        Mat belt = new Mat();
        colour.convertTo(belt, CvType.CV_8UC3);
        grey.release();
        weave.release();
        colour.release();
        return belt;
    }

    /** Threads that cross: a small checked pattern, softened. */
    private static Mat weave() {
        Mat tile = new Mat(2 * WEAVE_PIXELS, 2 * WEAVE_PIXELS, CvType.CV_32FC1, new Scalar(-3));
        tile.submat(0, WEAVE_PIXELS, 0, WEAVE_PIXELS).setTo(new Scalar(3));
        tile.submat(WEAVE_PIXELS, 2 * WEAVE_PIXELS, WEAVE_PIXELS, 2 * WEAVE_PIXELS)
                .setTo(new Scalar(3));
        Mat repeated = new Mat();
        Core.repeat(tile, HEIGHT / tile.rows() + 1, WIDTH / tile.cols() + 1, repeated);
        Imgproc.GaussianBlur(repeated, repeated, new Size(0, 0), 1.2);
        Mat cut = repeated.submat(0, HEIGHT, 0, WIDTH).clone();
        tile.release();
        repeated.release();
        return cut;
    }

    /** A piece of the belt, as a view. */
    Mat belt(SplittableRandom random) {
        return piece(belt, random);
    }

    /** A piece of the noise around 128, as a view. */
    Mat noise(SplittableRandom random) {
        return piece(noise, random);
    }

    private static Mat piece(Mat whole, SplittableRandom random) {
        return whole.submat(new Rect(random.nextInt(SPARE), random.nextInt(SPARE), Blank.WIDTH, Blank.HEIGHT));
    }

    @Override
    public void close() {
        belt.release();
        noise.release();
    }
}
