package io.winnow.adapter.opencv;

import io.winnow.core.image.DecodeLimits;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.ImageHeader;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.MaskDecoder;
import io.winnow.core.image.UndecodableImageException;
import org.opencv.core.Mat;
import org.opencv.core.Size;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/** Reads masks with OpenCV. Thread-safe. */
public final class OpenCvMaskDecoder implements MaskDecoder {
    private final DecodeLimits limits;

    /** Loads the native library. */
    public OpenCvMaskDecoder(DecodeLimits limits) {
        OpenCvLibrary.load();
        this.limits = limits;
    }

    @Override
    public boolean[] decode(EncodedImage mask, ImageSize size) throws UndecodableImageException {
        ImageHeader header = ImageHeader.read(mask, limits);
        try (Matrices matrices = new Matrices()) {
            int flags = Imgcodecs.IMREAD_GRAYSCALE | Imgcodecs.IMREAD_IGNORE_ORIENTATION;
            Mat grey = matrices.keep(Decoding.decode(mask, header, flags, 1));
            Mat resized = matrices.create();
            Imgproc.resize(grey, resized, new Size(size.width(), size.height()), 0, 0, Imgproc.INTER_NEAREST_EXACT);
            byte[] values = new byte[Math.toIntExact(size.area())];
            resized.get(0, 0, values);
            boolean[] marked = new boolean[values.length];
            for (int i = 0; i < values.length; i++) {
                marked[i] = values[i] != 0;
            }
            return marked;
        }
    }
}
