package io.winnow.adapter.opencv;

import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.ImageHeader;
import io.winnow.core.image.UndecodableImageException;
import io.winnow.core.image.UndecodableImageException.Cause;
import java.nio.ByteBuffer;
import org.opencv.core.Core;
import org.opencv.core.CvException;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.imgcodecs.Imgcodecs;

/** OpenCV's decoder with its silent failures made loud, and the pixels turned upright. */
final class Decoding {
    private static final ThreadLocal<OwnMemory> OWN_MEMORY = ThreadLocal.withInitial(OwnMemory::new);

    private Decoding() {}

    /** Direct memory that OpenCV reads encoded bytes from, reused: a camera's frames are all about as large. */
    private static final class OwnMemory {
        /** Larger images get memory of their own, for no thread to hold on to. */
        private static final int MOST_KEPT = 2 << 20;

        private ByteBuffer kept = ByteBuffer.allocateDirect(0);

        ByteBuffer holding(ByteBuffer bytes) {
            if (bytes.remaining() > MOST_KEPT) {
                return ByteBuffer.allocateDirect(bytes.remaining()).put(bytes).flip();
            }
            if (kept.capacity() < bytes.remaining()) {
                kept = ByteBuffer.allocateDirect(Math.min(MOST_KEPT, bytes.remaining() + bytes.remaining() / 4));
            }
            return kept.clear().put(bytes).flip();
        }
    }

    /** The upright pixels, for the caller to release. */
    static Mat decode(EncodedImage image, ImageHeader header, int flags, int reduction)
            throws UndecodableImageException {
        try (Matrices matrices = new Matrices()) {
            ByteBuffer bytes = OWN_MEMORY.get().holding(image.bytes());
            Mat encoded = matrices.keep(new Mat(1, bytes.remaining(), CvType.CV_8UC1, bytes));
            Mat stored = matrices.keep(Imgcodecs.imdecode(encoded, flags));
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
