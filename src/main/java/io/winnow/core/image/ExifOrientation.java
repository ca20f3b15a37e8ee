package io.winnow.core.image;

/** The orientation tag of an EXIF segment (EXIF 2.3, sections 4.5 and 4.6.4). Damaged EXIF data is no reason to refuse an image. */
final class ExifOrientation {
    private static final int ORIENTATION_TAG = 0x0112;
    private static final int ENTRY_BYTES = 12;

    private final ByteReader bytes;
    private final int tiff;
    private final int end;
    private final boolean littleEndian;

    private ExifOrientation(ByteReader bytes, int tiff, int end) {
        this.bytes = bytes;
        this.tiff = tiff;
        this.end = end;
        this.littleEndian = bytes.startsWith(tiff, 'I', 'I');
    }

    /** The orientation, 1 to 8, or {@code otherwise} when the segment is not EXIF, is damaged or does not say. */
    static int read(ByteReader bytes, int from, int end, int otherwise) throws UndecodableImageException {
        if (!bytes.startsWith(from, 'E', 'x', 'i', 'f', 0, 0)) {
            return otherwise;
        }
        int found = new ExifOrientation(bytes, from + 6, Math.min(end, bytes.length())).find();
        return found >= 1 && found <= 8 ? found : otherwise;
    }

    private int find() throws UndecodableImageException {
        if (tiff + 8 > end) {
            return 0;
        }
        long directory = tiff + u32(tiff + 4);
        if (directory + 2 > end) {
            return 0;
        }
        int entries = u16(directory);
        for (int i = 0; i < entries; i++) {
            long entry = directory + 2 + (long) i * ENTRY_BYTES;
            if (entry + ENTRY_BYTES > end) {
                return 0;
            }
            if (u16(entry) == ORIENTATION_TAG) {
                return u16(entry + 8);
            }
        }
        return 0;
    }

    private int u16(long offset) throws UndecodableImageException {
        int value = bytes.u16(offset);
        return littleEndian ? Short.reverseBytes((short) value) & 0xffff : value;
    }

    private long u32(long offset) throws UndecodableImageException {
        long value = bytes.u32(offset);
        return littleEndian ? Integer.reverseBytes((int) value) & 0xffffffffL : value;
    }
}
