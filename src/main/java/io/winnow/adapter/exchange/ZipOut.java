package io.winnow.adapter.exchange;

import io.winnow.core.image.EncodedImage;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A zip as it goes over the line. Images are stored as they are: they are compressed already. Used by one thread. */
final class ZipOut {
    private final ZipOutputStream zip;

    ZipOut(OutputStream out) {
        this.zip = new ZipOutputStream(new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() {
                // Whoever opened the stream closes it.
            }
        });
    }

    void add(String name, EncodedImage image) throws IOException {
        byte[] bytes = image.toByteArray();
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    void add(String name, Spool spool) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        spool.copyTo(zip);
        zip.closeEntry();
    }

    void finish() throws IOException {
        zip.close();
    }
}
