package io.winnow.core.image;

import io.winnow.core.image.UndecodableImageException.Cause;
import java.util.Optional;

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
        if (image.byteCount() > limits.maxBytes() || !image.complete()) {
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
        Optional<String> other = OtherFormats.nameOf(bytes);
        throw new UndecodableImageException(
                other.isPresent() ? Cause.UNSUPPORTED : Cause.UNREADABLE,
                "image of %d bytes is %s by its first bytes; JPEG and PNG are read"
                        .formatted(image.byteCount(), other.orElse("neither JPEG nor PNG")));
    }
}
