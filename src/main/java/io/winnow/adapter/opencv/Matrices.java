package io.winnow.adapter.opencv;

import java.util.ArrayList;
import java.util.List;
import org.opencv.core.CvType;
import org.opencv.core.Mat;

/**
 * The matrices of one call, released together at its end. OpenCV's Java class frees pixel data on {@code release}; only its
 * header of some hundred bytes waits for the collector.
 */
final class Matrices implements AutoCloseable {
    private final List<Mat> kept = new ArrayList<>();

    /** Registers a matrix for release. */
    <T extends Mat> T keep(T matrix) {
        kept.add(matrix);
        return matrix;
    }

    /** An empty matrix, for OpenCV to write a result into. */
    Mat create() {
        return keep(new Mat());
    }

    /** A copy of bytes, {@code [height, width, channels]}. */
    Mat copyOf(byte[] bytes, int height, int width, int channels) {
        Mat matrix = keep(new Mat(height, width, CvType.CV_8UC(channels)));
        matrix.put(0, 0, bytes);
        return matrix;
    }

    /** Lets a matrix live on: the caller releases it. */
    <T extends Mat> T handOver(T matrix) {
        kept.removeIf(each -> each == matrix);
        return matrix;
    }

    @Override
    public void close() {
        kept.forEach(Mat::release);
        kept.clear();
    }
}
