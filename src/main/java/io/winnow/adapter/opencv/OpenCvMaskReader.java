package io.winnow.adapter.opencv;

import io.winnow.core.exchange.MaskReader;
import io.winnow.core.image.DecodeLimits;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.ImageHeader;
import io.winnow.core.image.UndecodableImageException;
import io.winnow.core.image.UndecodableImageException.Cause;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.imgcodecs.Imgcodecs;

/** Reads masks to the pixel with OpenCV. Thread-safe. */
public final class OpenCvMaskReader implements MaskReader {
    private static final int COLOURS = 3;

    private final DecodeLimits limits;

    public OpenCvMaskReader(DecodeLimits limits) {
        this.limits = limits;
    }

    @Override
    public Mask read(EncodedImage image) throws UndecodableImageException {
        OpenCvLibrary.load();
        ImageHeader header = ImageHeader.read(image, limits);
        try (Matrices matrices = new Matrices()) {
            Mat stored = matrices.keep(Decoding.decode(image, header, Imgcodecs.IMREAD_UNCHANGED, 1));
            if (stored.depth() != CvType.CV_8U) {
                throw new UndecodableImageException(
                        Cause.UNREADABLE, "mask has more than 8 bits a colour; its pixels must be 0 or 255");
            }
            Mat highest = matrices.create();
            Core.extractChannel(stored, highest, 0);
            for (int channel = 1; channel < Math.min(COLOURS, stored.channels()); channel++) {
                Mat colour = matrices.create();
                Core.extractChannel(stored, colour, channel);
                Core.max(highest, colour, highest);
            }
            byte[] pixels = new byte[Math.toIntExact(highest.total())];
            highest.get(0, 0, pixels);
            return new Mask(header.size(), pixels);
        }
    }
}
