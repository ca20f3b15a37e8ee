package io.winnow.adapter.opencv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.winnow.core.evaluation.DefectBoxes;
import io.winnow.core.evaluation.RotatedBox;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfPoint;
import org.opencv.core.MatOfPoint2f;
import org.opencv.core.RotatedRect;
import org.opencv.imgproc.Imgproc;

/** The core's rectangles of least area against OpenCV's, which the authors of Proportion Localised use. */
class DefectBoxesOpenCvTest {
    private static final int SIZE = 96;

    @Test
    void ofMask_solidRegions_isOpenCvsMinAreaRectToTheLastBit() {
        OpenCvLibrary.load();
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 300; i++) {
            byte[] mask = solid(random);
            RotatedBox box = DefectBoxes.ofMask(SIZE, SIZE, mask).get(0);
            RotatedRect expected = minAreaRect(mask);
            assertThat(List.of(box.centreX(), box.centreY(), box.angle()))
                    .as("region %d", i)
                    .containsExactly((float) expected.center.x, (float) expected.center.y, (float) expected.angle);
            assertThat(box.width()).isEqualTo(Math.max((float) expected.size.width, SIZE / 8));
            assertThat(box.height()).isEqualTo(Math.max((float) expected.size.height, SIZE / 8));
        }
    }

    @Test
    void ofMask_raggedRegions_isAsLargeAsOpenCvsMinAreaRect() {
        OpenCvLibrary.load();
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 300; i++) {
            byte[] mask = ragged(random);
            RotatedBox box = DefectBoxes.ofMask(SIZE, SIZE, mask).get(0);
            RotatedRect expected = minAreaRect(mask);
            // A contour that passes a corner twice leaves it open which side OpenCV calls the width.
            assertThat(box.centreX()).isCloseTo((float) expected.center.x, within(1e-4f));
            assertThat(box.centreY()).isCloseTo((float) expected.center.y, within(1e-4f));
            double shorter = Math.min(expected.size.width, expected.size.height);
            double longer = Math.max(expected.size.width, expected.size.height);
            assertThat((double) Math.min(box.width(), box.height()))
                    .isCloseTo(Math.max(shorter, SIZE / 8), within(1e-4));
            assertThat((double) Math.max(box.width(), box.height()))
                    .isCloseTo(Math.max(longer, SIZE / 8), within(1e-4));
        }
    }

    /** Slanted bars and ellipses laid over one another. */
    private static byte[] solid(SplittableRandom random) {
        byte[] mask = new byte[SIZE * SIZE];
        for (int shapes = 1 + random.nextInt(3); shapes > 0; shapes--) {
            int halfHeight = 2 + random.nextInt(20);
            int halfWidth = 2 + random.nextInt(20);
            int shear = random.nextInt(5) - 2;
            boolean ellipse = random.nextBoolean();
            for (int y = -halfHeight; y <= halfHeight; y++) {
                for (int x = -halfWidth; x <= halfWidth; x++) {
                    double radius = Math.hypot((double) x / halfWidth, (double) y / halfHeight);
                    int column = SIZE / 2 + x + shear * y / 2;
                    if ((!ellipse || radius <= 1) && column >= 0 && column < SIZE) {
                        mask[(SIZE / 2 + y) * SIZE + column] = 1;
                    }
                }
            }
        }
        return mask;
    }

    /** A random walk: thin, with corners that its outline passes more than once. */
    private static byte[] ragged(SplittableRandom random) {
        byte[] mask = new byte[SIZE * SIZE];
        int y = SIZE / 2;
        int x = SIZE / 2;
        for (int steps = 1 + random.nextInt(400); steps > 0; steps--) {
            mask[y * SIZE + x] = 1;
            y = Math.max(0, Math.min(SIZE - 1, y + random.nextInt(3) - 1));
            x = Math.max(0, Math.min(SIZE - 1, x + random.nextInt(3) - 1));
        }
        return mask;
    }

    private static RotatedRect minAreaRect(byte[] mask) {
        try (Matrices matrices = new Matrices()) {
            Mat image = matrices.keep(new Mat(SIZE, SIZE, CvType.CV_8UC1));
            image.put(0, 0, mask);
            List<MatOfPoint> contours = new ArrayList<>();
            Imgproc.findContours(
                    image, contours, matrices.create(), Imgproc.RETR_EXTERNAL, Imgproc.CHAIN_APPROX_SIMPLE);
            assertThat(contours).hasSize(1);
            MatOfPoint contour = matrices.keep(contours.get(0));
            MatOfPoint2f points = matrices.keep(new MatOfPoint2f(contour.toArray()));
            return Imgproc.minAreaRect(points);
        }
    }
}
