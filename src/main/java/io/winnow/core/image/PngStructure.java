package io.winnow.core.image;

import io.winnow.core.image.ImageHeader.Format;
import io.winnow.core.image.UndecodableImageException.Cause;

/** The chunks of a PNG file (W3C PNG specification, sections 5 and 11), from IHDR to IEND. */
final class PngStructure {
    private static final int[] SIGNATURE = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int IHDR = 'I' << 24 | 'H' << 16 | 'D' << 8 | 'R';
    private static final int IEND = 'I' << 24 | 'E' << 16 | 'N' << 8 | 'D';

    /** Length, type and checksum around a chunk's data. */
    private static final int CHUNK_OVERHEAD = 12;

    private PngStructure() {}

    static boolean begins(ByteReader bytes) {
        return bytes.startsWith(0, SIGNATURE);
    }

    static ImageHeader read(ByteReader bytes, DecodeLimits limits) throws UndecodableImageException {
        long chunk = SIGNATURE.length;
        if (bytes.u32(chunk + 4) != IHDR) {
            throw new UndecodableImageException(Cause.UNREADABLE, "PNG does not begin with an IHDR chunk");
        }
        ImageSize size = limits.require(bytes.u32(chunk + 12), bytes.u32(chunk + 8));
        while (bytes.u32(chunk + 4) != IEND) {
            chunk += CHUNK_OVERHEAD + bytes.u32(chunk);
        }
        bytes.u32(chunk + CHUNK_OVERHEAD - 4);
        return new ImageHeader(Format.PNG, size, 1);
    }
}
