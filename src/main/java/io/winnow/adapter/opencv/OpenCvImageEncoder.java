package io.winnow.adapter.opencv;

import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.ImageEncoder;
import io.winnow.core.image.ImageSize;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.MatOfInt;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/** Writes JPEG and PNG with OpenCV. Thread-safe. */
public final class OpenCvImageEncoder implements ImageEncoder {
    /** Loads the native library. */
    public OpenCvImageEncoder() {
        OpenCvLibrary.load();
    }

    @Override
    public EncodedImage jpeg(byte[] rgb, ImageSize size, int quality) {
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException("JPEG quality is %d, must be 1 to 100".formatted(quality));
        }
        return encodeColour(rgb, size, ".jpg", Imgcodecs.IMWRITE_JPEG_QUALITY, quality);
    }

    @Override
    public EncodedImage png(byte[] rgb, ImageSize size) {
        return encodeColour(rgb, size, ".png");
    }

    @Override
    public EncodedImage greyPng(byte[] grey, ImageSize size) {
        try (Matrices matrices = new Matrices()) {
            return encode(pixels(grey, size, 1, matrices), ".png", matrices);
        }
    }

    private static EncodedImage encodeColour(byte[] rgb, ImageSize size, String extension, int... options) {
        try (Matrices matrices = new Matrices()) {
            Mat bgr = matrices.create();
            Imgproc.cvtColor(pixels(rgb, size, 3, matrices), bgr, Imgproc.COLOR_RGB2BGR);
            return encode(bgr, extension, matrices, options);
        }
    }

    private static Mat pixels(byte[] values, ImageSize size, int channels, Matrices matrices) {
        if (values.length != size.area() * channels) {
            throw new IllegalArgumentException("image %s with %d channels needs %d bytes, got %d"
                    .formatted(size, channels, size.area() * channels, values.length));
        }
        return matrices.copyOf(values, size.height(), size.width(), channels);
    }

    static EncodedImage encode(Mat pixels, String extension, Matrices matrices, int... options) {
        MatOfByte encoded = matrices.keep(new MatOfByte());
        if (!Imgcodecs.imencode(extension, pixels, encoded, matrices.keep(new MatOfInt(options)))) {
            throw new IllegalStateException(
                    "OpenCV could not encode a %s image of %dx%d".formatted(extension, pixels.rows(), pixels.cols()));
        }
        return EncodedImage.adopt(encoded.toArray());
    }
}
