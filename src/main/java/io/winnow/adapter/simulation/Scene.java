package io.winnow.adapter.simulation;

import java.util.List;
import java.util.SplittableRandom;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;
import org.opencv.imgproc.Imgproc;

/** One moment under the camera: how the part lies, how the light falls, what noise the sensor adds. Used by one thread. */
final class Scene implements AutoCloseable {
    private static final double TURN_DEGREES = 1.6;
    private static final double SHIFT_PIXELS = 4;
    private static final double SCALE = 0.006;
    /** Light field value that leaves a picture as it is. */
    private static final int NEUTRAL = 160;

    private final SplittableRandom random;
    private final Surroundings surroundings;
    private final Mat pose;
    private final Mat picture = new Mat();
    private final Mat posedMask = new Mat();

    Scene(SplittableRandom random, Surroundings surroundings) {
        this.random = random;
        this.surroundings = surroundings;
        this.pose = Imgproc.getRotationMatrix2D(Blank.CENTRE, jitter(TURN_DEGREES), 1 + jitter(SCALE));
        double[] shiftX = pose.get(0, 2);
        double[] shiftY = pose.get(1, 2);
        pose.put(0, 2, shiftX[0] + jitter(SHIFT_PIXELS));
        pose.put(1, 2, shiftY[0] + jitter(SHIFT_PIXELS));
    }

    private double jitter(double most) {
        return most * (2 * random.nextDouble() - 1);
    }

    /** The picture of a part; valid until closed. */
    Mat take(Mat part, Blank blank) {
        Mat posed = posed(part, Core.BORDER_REPLICATE);
        Mat opacity = posed(blank.outline, Core.BORDER_CONSTANT);
        Mat shadow = posed(blank.shadow, Core.BORDER_CONSTANT);
        Imgproc.cvtColor(opacity, opacity, Imgproc.COLOR_GRAY2BGR);
        Imgproc.cvtColor(shadow, shadow, Imgproc.COLOR_GRAY2BGR);
        surroundings.belt(random).copyTo(picture);
        Core.addWeighted(picture, 1, shadow, -0.11, 0, picture);
        Core.multiply(posed, opacity, posed, 1 / 255.0);
        Core.bitwise_not(opacity, opacity);
        Core.multiply(picture, opacity, picture, 1 / 255.0);
        Core.add(picture, posed, picture);
        light();
        // The noise is centred on 128, so that sums of bytes do.
        Core.addWeighted(picture, 1, surroundings.noise(random), 1, -128, picture);
        List.of(posed, opacity, shadow).forEach(Mat::release);
        return picture;
    }

    private Mat posed(Mat image, int border) {
        Mat posed = new Mat();
        Imgproc.warpAffine(image, posed, pose, image.size(), Imgproc.INTER_LINEAR, border, new Scalar(0));
        return posed;
    }

    /** The part's mask in the same pose; valid until closed. */
    Mat takeMask(Mat mask) {
        Imgproc.warpAffine(
                mask, posedMask, pose, mask.size(), Imgproc.INTER_LINEAR, Core.BORDER_CONSTANT, new Scalar(0));
        Imgproc.threshold(posedMask, posedMask, 127, 255, Imgproc.THRESH_BINARY);
        return posedMask;
    }

    /** A slow gradient across the field, never quite the same, and a lamp that is a little brighter or darker each time. */
    private void light() {
        double level = NEUTRAL * (1 + jitter(0.05));
        double slopeX = NEUTRAL * (0.07 + jitter(0.03));
        double slopeY = NEUTRAL * (-0.05 + jitter(0.03));
        Mat corners = new Mat(2, 2, CvType.CV_8UC1);
        corners.put(0, 0, new byte[] {
            (byte) (level - slopeX - slopeY),
            (byte) (level + slopeX - slopeY),
            (byte) (level - slopeX + slopeY),
            (byte) (level + slopeX + slopeY)
        });
        Mat field = new Mat();
        Imgproc.resize(corners, field, picture.size(), 0, 0, Imgproc.INTER_LINEAR);
        Imgproc.cvtColor(field, field, Imgproc.COLOR_GRAY2BGR);
        Core.multiply(picture, field, picture, 1.0 / NEUTRAL);
        corners.release();
        field.release();
    }

    @Override
    public void close() {
        pose.release();
        picture.release();
        posedMask.release();
    }
}
