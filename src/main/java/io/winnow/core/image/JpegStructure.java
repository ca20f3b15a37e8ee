package io.winnow.core.image;

import io.winnow.core.image.ImageHeader.Format;
import io.winnow.core.image.UndecodableImageException.Cause;
import org.jspecify.annotations.Nullable;

/** The marker segments of a JPEG file (ITU-T T.81, annex B), from SOI to EOI, and the orientation from its EXIF segment. */
final class JpegStructure {
    private static final int START_OF_IMAGE = 0xd8;
    private static final int END_OF_IMAGE = 0xd9;
    private static final int START_OF_SCAN = 0xda;
    private static final int APP1 = 0xe1;
    private static final int TEMPORARY = 0x01;

    /** Usual progressive files have about ten; a small file with thousands keeps a decoder busy for minutes. */
    private static final int MOST_SCANS = 100;

    /** Baseline, extended and progressive, all with Huffman coding. */
    private static final int LAST_READ_FRAME = 0xc2;

    private final ByteReader bytes;
    private final DecodeLimits limits;
    private @Nullable ImageSize stored;
    private int orientation = 1;
    private int scans;

    private JpegStructure(ByteReader bytes, DecodeLimits limits) {
        this.bytes = bytes;
        this.limits = limits;
    }

    static boolean begins(ByteReader bytes) {
        return bytes.startsWith(0, 0xff, START_OF_IMAGE, 0xff);
    }

    static ImageHeader read(ByteReader bytes, DecodeLimits limits) throws UndecodableImageException {
        return new JpegStructure(bytes, limits).read();
    }

    private ImageHeader read() throws UndecodableImageException {
        int position = 2;
        while (true) {
            int markerAt = skipFill(position);
            int marker = bytes.u8(markerAt);
            position = markerAt + 1;
            if (marker == END_OF_IMAGE) {
                return header();
            }
            if (!isStandalone(marker)) {
                position = readSegment(marker, position);
            }
        }
    }

    private ImageHeader header() throws UndecodableImageException {
        ImageSize size = stored;
        if (size == null || scans == 0) {
            throw new UndecodableImageException(Cause.UNREADABLE, "JPEG holds no frame or no scan");
        }
        ImageSize upright = orientation >= 5 ? new ImageSize(size.width(), size.height()) : size;
        return new ImageHeader(Format.JPEG, upright, orientation);
    }

    /** Where the marker code is, after 0xff and any number of fill bytes. */
    private int skipFill(int position) throws UndecodableImageException {
        if (bytes.u8(position) != 0xff) {
            throw new UndecodableImageException(
                    Cause.UNREADABLE,
                    "JPEG has 0x%02x at byte %d where a marker (0xff) must be".formatted(bytes.u8(position), position));
        }
        int markerAt = position + 1;
        while (bytes.u8(markerAt) == 0xff) {
            markerAt++;
        }
        return markerAt;
    }

    private int readSegment(int marker, int position) throws UndecodableImageException {
        int length = bytes.u16(position);
        if (length < 2) {
            throw new UndecodableImageException(
                    Cause.UNREADABLE,
                    "JPEG segment at byte %d has length %d, must be at least 2".formatted(position, length));
        }
        int end = position + length;
        if (isFrame(marker)) {
            requireKind(marker);
            readFrame(position);
        } else if (marker == APP1) {
            orientation = ExifOrientation.read(bytes, position + 2, end, orientation);
        } else if (marker == START_OF_SCAN) {
            if (++scans > MOST_SCANS) {
                throw new UndecodableImageException(
                        Cause.UNSUPPORTED,
                        "JPEG has more than %d scans; each costs a pass over the whole image".formatted(MOST_SCANS));
            }
            return skipEntropyCoded(end);
        }
        return end;
    }

    private static void requireKind(int marker) throws UndecodableImageException {
        if (marker > LAST_READ_FRAME) {
            throw new UndecodableImageException(
                    Cause.UNSUPPORTED,
                    "JPEG is of process SOF%d; baseline, extended and progressive (SOF0 to SOF2) are read"
                            .formatted(marker - 0xc0));
        }
    }

    private void readFrame(int position) throws UndecodableImageException {
        int precision = bytes.u8(position + 2);
        stored = limits.require(bytes.u16(position + 3), bytes.u16(position + 5));
        int components = bytes.u8(position + 7);
        if (precision != 8 || (components != 1 && components != 3)) {
            throw new UndecodableImageException(
                    Cause.UNSUPPORTED,
                    "JPEG has %d bits and %d components, must have 8 bits and 1 (grey) or 3 (colour) components"
                            .formatted(precision, components));
        }
    }

    /** Where the first marker after a scan's data is: data bytes of 0xff are followed by 0, restarts belong to the scan. */
    private int skipEntropyCoded(int start) throws UndecodableImageException {
        int position = start;
        while (true) {
            if (bytes.u8(position) == 0xff) {
                int next = bytes.u8(position + 1);
                if (next != 0 && next != 0xff && !isStandalone(next)) {
                    return position;
                }
            }
            position++;
        }
    }

    private static boolean isStandalone(int marker) {
        return marker == TEMPORARY || (marker >= 0xd0 && marker <= 0xd7);
    }

    /** SOF0 to SOF15; 0xc4, 0xc8 and 0xcc in their midst are something else. */
    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }
}
