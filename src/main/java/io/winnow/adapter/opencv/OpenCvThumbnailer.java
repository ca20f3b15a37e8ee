package io.winnow.adapter.opencv;

import io.winnow.core.image.DecodeLimits;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.ImageHeader;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.Thumbnailer;
import io.winnow.core.image.UndecodableImageException;
import java.util.concurrent.Semaphore;
import org.opencv.core.Mat;
import org.opencv.imgcodecs.Imgcodecs;

/** Makes small pictures with OpenCV. Thread-safe. */
public final class OpenCvThumbnailer implements Thumbnailer {
    private static final int QUALITY = 80;

    /** A picture of the most pixels takes 150 MB: so many are decoded at once, however many are asked for. */
    private static final int AT_ONCE = 2;

    private final Semaphore decoding = new Semaphore(AT_ONCE);

    /** Loads the native library. */
    public OpenCvThumbnailer() {
        OpenCvLibrary.load();
    }

    @Override
    public EncodedImage jpeg(EncodedImage image, int longerSide) throws UndecodableImageException {
        ImageHeader header = ImageHeader.read(image, DecodeLimits.DEFAULT);
        decoding.acquireUninterruptibly();
        try {
            return jpeg(image, header, longerSide);
        } finally {
            decoding.release();
        }
    }

    private static EncodedImage jpeg(EncodedImage image, ImageHeader header, int longerSide)
            throws UndecodableImageException {
        try (Matrices matrices = new Matrices()) {
            Mat pixels = matrices.keep(
                    Decoding.decode(image, header, Imgcodecs.IMREAD_COLOR | Imgcodecs.IMREAD_IGNORE_ORIENTATION, 1));
            double scale = Math.min(1, (double) longerSide / Math.max(pixels.rows(), pixels.cols()));
            ImageSize small = new ImageSize(scaled(pixels.rows(), scale), scaled(pixels.cols(), scale));
            return OpenCvImageEncoder.encode(
                    Resizing.resize(pixels, small, matrices),
                    ".jpg",
                    matrices,
                    Imgcodecs.IMWRITE_JPEG_QUALITY,
                    QUALITY);
        }
    }

    private static int scaled(int pixels, double scale) {
        return Math.max(1, (int) Math.round(scale * pixels));
    }
}
