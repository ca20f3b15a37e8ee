package io.winnow.core.image;

import io.winnow.core.image.UndecodableImageException.Cause;

/**
 * What a JPEG or PNG says of itself, read without decoding a pixel. Reading walks the whole structure of the file, so that
 * an image that was cut off is found out: decoders fill the missing part with grey and say nothing.
 *
 * @param format of the file
 * @param size of the upright image, as a viewer shows it
 * @param orientation EXIF orientation, 1 to 8: how the stored pixels are to be turned. Always 1 for PNG
 */
public record ImageHeader(Format format, ImageSize size, int orientation) {
    /** File formats that are read. */
    public enum Format {
        JPEG,
        PNG
    }

    public ImageHeader {
        if (orientation < 1 || orientation > 8) {
            throw new IllegalArgumentException("EXIF orientation is %d, must be 1 to 8".formatted(orientation));
        }
    }

    /** Whether the stored rows are the upright image's columns. */
    public boolean rowsAreColumns() {
        return orientation >= 5;
    }

    /** @throws UndecodableImageException when the image is empty, damaged, of another format or outside the limits */
    public static ImageHeader read(EncodedImage image, DecodeLimits limits) throws UndecodableImageException {
        if (image.byteCount() == 0) {
            throw new UndecodableImageException(Cause.EMPTY, "image has no bytes");
        }
        if (image.byteCount() > limits.maxBytes()) {
            throw new UndecodableImageException(
                    Cause.TOO_LARGE, "image has %d bytes, limit is %d".formatted(image.byteCount(), limits.maxBytes()));
        }
        ByteReader bytes = new ByteReader(image.array());
        if (JpegStructure.begins(bytes)) {
            return JpegStructure.read(bytes, limits);
        }
        if (PngStructure.begins(bytes)) {
            return PngStructure.read(bytes, limits);
        }
        throw new UndecodableImageException(
                Cause.UNREADABLE,
                "image of %d bytes is neither JPEG nor PNG by its first bytes".formatted(image.byteCount()));
    }

    static ImageSize requireWithin(DecodeLimits limits, long height, long width) throws UndecodableImageException {
        boolean sane = height >= 1
                && width >= 1
                && height <= limits.maxSide()
                && width <= limits.maxSide()
                && height * width <= limits.maxArea();
        if (!sane) {
            throw new UndecodableImageException(
                    Cause.ABSURD_DIMENSIONS,
                    "image is %dx%d (height x width), must be 1 to %d a side and at most %d pixels"
                            .formatted(height, width, limits.maxSide(), limits.maxArea()));
        }
        return new ImageSize((int) height, (int) width);
    }
}
