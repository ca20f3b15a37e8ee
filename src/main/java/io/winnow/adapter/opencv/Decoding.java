package io.winnow.adapter.opencv;

import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.ImageHeader;
import io.winnow.core.image.UndecodableImageException;
import io.winnow.core.image.UndecodableImageException.Cause;
import org.opencv.core.Core;
import org.opencv.core.CvException;
import org.opencv.core.Mat;
import org.opencv.imgcodecs.Imgcodecs;

/** OpenCV's decoder with its silent failures made loud, and the pixels turned upright. */
final class Decoding {
    private Decoding() {}

    /** The upright pixels, for the caller to release. */
    static Mat decode(EncodedImage image, ImageHeader header, int flags, int reduction)
            throws UndecodableImageException {
        try (Matrices matrices = new Matrices()) {
            Mat bytes = matrices.copyOf(image.toByteArray(), 1, image.byteCount(), 1);
            Mat stored = matrices.keep(Imgcodecs.imdecode(bytes, flags));
            Mat upright = turn(stored, header.orientation(), matrices);
            int height = ceilDivide(header.size().height(), reduction);
            int width = ceilDivide(header.size().width(), reduction);
            if (upright.rows() != height || upright.cols() != width) {
                throw unreadable("decoder gave %dx%d pixels, header says %dx%d"
                        .formatted(upright.rows(), upright.cols(), height, width));
            }
            return matrices.handOver(upright);
        } catch (CvException e) {
            throw unreadable("decoder failed: " + e.getMessage());
        }
    }

    private static UndecodableImageException unreadable(String message) {
        return new UndecodableImageException(Cause.UNREADABLE, "image is damaged, " + message);
    }

    private static int ceilDivide(int pixels, int reduction) {
        return (pixels + reduction - 1) / reduction;
    }

    /** Undoes the EXIF orientation: transposed from 5 on, then mirrored. */
    private static Mat turn(Mat stored, int orientation, Matrices matrices) {
        if (orientation == 1 || stored.empty()) {
            return stored;
        }
        Mat upright = matrices.create();
        if (orientation >= 5) {
            Core.transpose(stored, upright);
        } else {
            stored.copyTo(upright);
        }
        switch (orientation) {
            case 2, 6 -> Core.flip(upright, upright, 1);
            case 3, 7 -> Core.flip(upright, upright, -1);
            case 4, 8 -> Core.flip(upright, upright, 0);
            default -> {
                // 5 is the plain transpose.
            }
        }
        return upright;
    }
}
