package io.winnow.adapter.opencv;

import io.winnow.core.image.DecodedImage;
import io.winnow.core.image.ImageQuality;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.InputTensor;
import io.winnow.core.image.Preprocessing;
import io.winnow.core.image.Preprocessing.Normalisation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfDouble;
import org.opencv.core.Scalar;
import org.opencv.imgproc.Imgproc;

/** Upright pixels in OpenCV's order (blue, green, red), perhaps at a reduced scale. */
final class OpenCvDecodedImage implements DecodedImage {
    private static final int RED = 2;
    private static final double WHITE = 255;
    /** Grey values from here on count as clipped: a camera's highlights hardly ever end at exactly 255. */
    private static final double CLIPPED_FROM = 250;

    private final Mat pixels;
    private final ImageSize size;
    private final Matrices scaled = new Matrices();
    private @Nullable Preprocessing scaledFor;
    private @Nullable Mat scaledPixels;
    private boolean closed;

    OpenCvDecodedImage(Mat pixels, ImageSize size) {
        this.pixels = pixels;
        this.size = size;
    }

    @Override
    public ImageSize size() {
        return size;
    }

    @Override
    public void prepare(Preprocessing preprocessing, InputTensor target) {
        ImageSize inputSize = preprocessing.inputSize();
        if (!target.size().equals(inputSize)) {
            throw new IllegalArgumentException(
                    "tensor is %s, preprocessing makes %s".formatted(target.size(), inputSize));
        }
        Mat resized = scaled(preprocessing);
        try (Matrices matrices = new Matrices()) {
            Normalisation n = preprocessing.normalisation();
            writePlane(resized, 0, n.meanR(), n.deviationR(), target, matrices);
            writePlane(resized, 1, n.meanG(), n.deviationG(), target, matrices);
            writePlane(resized, 2, n.meanB(), n.deviationB(), target, matrices);
        }
    }

    @Override
    public Optional<ImageQuality> quality(Preprocessing preprocessing) {
        Mat resized = scaled(preprocessing);
        try (Matrices matrices = new Matrices()) {
            Mat grey = matrices.create();
            Imgproc.cvtColor(resized, grey, Imgproc.COLOR_BGR2GRAY);
            Mat edges = matrices.create();
            Imgproc.Laplacian(grey, edges, CvType.CV_16S);
            Mat bright = matrices.create();
            Core.compare(grey, new Scalar(CLIPPED_FROM), bright, Core.CMP_GE);
            double[] spread = meanAndDeviation(grey, matrices);
            return Optional.of(new ImageQuality(
                    meanAndDeviation(edges, matrices)[1] / WHITE,
                    spread[0] / WHITE,
                    spread[1] / WHITE,
                    (double) Core.countNonZero(bright) / grey.total()));
        }
    }

    /** The region at input size; kept, because the network's input and the quality of an image are taken of the same pixels. */
    private Mat scaled(Preprocessing preprocessing) {
        if (closed) {
            throw new IllegalStateException("decoded image is closed");
        }
        Mat known = scaledPixels;
        if (known != null && preprocessing.equals(scaledFor)) {
            return known;
        }
        PixelBox box = PixelBox.of(preprocessing.region(), new ImageSize(pixels.rows(), pixels.cols()));
        Mat region = scaled.keep(pixels.submat(box.toRect()));
        Mat resized = Resizing.resize(region, preprocessing.inputSize(), scaled);
        scaledFor = preprocessing;
        scaledPixels = resized;
        return resized;
    }

    private static double[] meanAndDeviation(Mat values, Matrices matrices) {
        MatOfDouble mean = matrices.keep(new MatOfDouble());
        MatOfDouble deviation = matrices.keep(new MatOfDouble());
        Core.meanStdDev(values, mean, deviation);
        return new double[] {mean.toArray()[0], deviation.toArray()[0]};
    }

    /** Converts one colour straight into the tensor's memory: OpenCV writes in place when size and type agree. */
    private static void writePlane(
            Mat bgr, int colour, float mean, float deviation, InputTensor target, Matrices matrices) {
        int planeBytes = Math.toIntExact(target.size().area() * Float.BYTES);
        ByteBuffer memory =
                target.bytes().slice(colour * planeBytes, planeBytes).order(ByteOrder.nativeOrder());
        Mat plane = matrices.keep(new Mat(bgr.rows(), bgr.cols(), CvType.CV_32F, memory));
        Mat channel = matrices.create();
        Core.extractChannel(bgr, channel, RED - colour);
        channel.convertTo(plane, CvType.CV_32F, 1.0 / (255.0 * deviation), -(double) mean / deviation);
    }

    @Override
    public void close() {
        closed = true;
        scaled.close();
        pixels.release();
    }
}
