package io.winnow.adapter.opencv;

import io.winnow.core.image.DecodeLimits;
import io.winnow.core.image.DecodedImage;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.ImageDecoder;
import io.winnow.core.image.ImageHeader;
import io.winnow.core.image.ImageHeader.Format;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.Preprocessing;
import io.winnow.core.image.UndecodableImageException;
import org.opencv.core.Mat;
import org.opencv.imgcodecs.Imgcodecs;

/**
 * Decodes JPEG and PNG with OpenCV, after their structure and size were checked. Everything becomes 8-bit colour: grey is
 * repeated, 16 bits are cut to 8, transparency is dropped, of an animated PNG the still image is taken. CMYK is refused. The EXIF orientation of a JPEG is honoured, so
 * that coordinates are those of the upright image that people see.
 *
 * <p>A JPEG much larger than what is needed is decoded at 1/2, 1/4 or 1/8 scale, inside its own transform: the result
 * depends on the image and the preprocessing only.
 *
 * <p>Thread-safe.
 */
public final class OpenCvImageDecoder implements ImageDecoder {
    private final DecodeLimits limits;

    /** Loads the native library. */
    public OpenCvImageDecoder(DecodeLimits limits) {
        OpenCvLibrary.load();
        this.limits = limits;
    }

    @Override
    public DecodedImage decode(EncodedImage image, Preprocessing purpose) throws UndecodableImageException {
        ImageHeader header = ImageHeader.read(image, limits);
        int reduction = header.format() == Format.JPEG ? reduction(header.size(), purpose) : 1;
        Mat pixels = Decoding.decode(image, header, flags(reduction), reduction);
        return new OpenCvDecodedImage(pixels, header.size());
    }

    @Override
    public int mostBytes() {
        return limits.maxBytes();
    }

    /** The largest of 8, 4, 2 and 1 by which the region may shrink and still cover the input size. */
    private static int reduction(ImageSize size, Preprocessing purpose) {
        PixelBox box = PixelBox.of(purpose.region(), size);
        int reduction = 8;
        while (reduction > 1
                && (box.height() < (long) reduction * purpose.inputSize().height()
                        || box.width() < (long) reduction * purpose.inputSize().width())) {
            reduction /= 2;
        }
        return reduction;
    }

    private static int flags(int reduction) {
        int scale =
                switch (reduction) {
                    case 8 -> Imgcodecs.IMREAD_REDUCED_COLOR_8;
                    case 4 -> Imgcodecs.IMREAD_REDUCED_COLOR_4;
                    case 2 -> Imgcodecs.IMREAD_REDUCED_COLOR_2;
                    default -> Imgcodecs.IMREAD_COLOR;
                };
        return scale | Imgcodecs.IMREAD_IGNORE_ORIENTATION;
    }
}
