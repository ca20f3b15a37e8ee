package io.winnow.adapter.opencv;

import io.winnow.core.image.ImageSize;
import org.opencv.core.Mat;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/** Resizing without aliasing. */
final class Resizing {
    private Resizing() {}

    /**
     * Area averages along each side that shrinks, then bilinear interpolation along each that grows. OpenCV's own area
     * mode averages only when both sides shrink.
     *
     * @return {@code source} itself when it has that size
     */
    static Mat resize(Mat source, ImageSize size, Matrices matrices) {
        int height = Math.min(source.rows(), size.height());
        int width = Math.min(source.cols(), size.width());
        Mat shrunk = resize(source, height, width, Imgproc.INTER_AREA, matrices);
        return resize(shrunk, size.height(), size.width(), Imgproc.INTER_LINEAR, matrices);
    }

    private static Mat resize(Mat source, int height, int width, int mode, Matrices matrices) {
        if (source.rows() == height && source.cols() == width) {
            return source;
        }
        Mat target = matrices.create();
        Imgproc.resize(source, target, new Size(width, height), 0, 0, mode);
        return target;
    }
}
