package io.winnow.adapter.faiss;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A file as FAISS writes it, followed by 24 bytes that FAISS does not look at, little-endian: magic number and version as
 * int32, length of the part before as int64, its CRC-32C as int64. FAISS itself has no checksum and may end the process over a
 * damaged file, so nothing is handed to it unchecked.
 */
final class FaissIndexFile {
    private static final int MAGIC = 0x464E4E57;
    private static final int VERSION = 1;
    private static final int TRAILER_BYTES = 24;
    private static final int BUFFER_BYTES = 1 << 20;

    private FaissIndexFile() {}

    /** Writes a new file beside its final place and moves it there, so that a reader never sees half a file. */
    static void write(Path file, NativeWriter writer) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path partial = Files.createTempFile(folder, file.getFileName() + ".", ".partial");
        try {
            writer.write(partial);
            try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                long length = channel.size();
                ByteBuffer trailer = ByteBuffer.allocate(TRAILER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
                trailer.putInt(MAGIC).putInt(VERSION).putLong(length).putLong(checksum(channel, length));
                trailer.flip();
                while (trailer.hasRemaining()) {
                    channel.write(trailer, length + trailer.position());
                }
                channel.force(true);
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (FaissException e) {
            throw new IOException("index cannot be written to %s: %s".formatted(file, e.getMessage()), e);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** Checks that a file is complete and unchanged. */
    static void verify(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long length = channel.size() - TRAILER_BYTES;
            ByteBuffer trailer = ByteBuffer.allocate(TRAILER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            if (length < 0 || channel.read(trailer, length) != TRAILER_BYTES) {
                throw new IOException(file + " is damaged: it is too short for a faiss index");
            }
            trailer.flip();
            if (trailer.getInt() != MAGIC) {
                throw new IOException(file + " is no faiss index of this program, or damaged: wrong magic number");
            }
            int version = trailer.getInt();
            if (version != VERSION) {
                throw new IOException(
                        "%s has format version %d, this program reads version %d".formatted(file, version, VERSION));
            }
            if (trailer.getLong() != length || trailer.getLong() != checksum(channel, length)) {
                throw new IOException(file + " is damaged: its checksum does not match its content");
            }
        }
    }

    private static long checksum(FileChannel channel, long length) throws IOException {
        CRC32C checksum = new CRC32C();
        ByteBuffer buffer = ByteBuffer.allocateDirect((int) Math.max(1, Math.min(BUFFER_BYTES, length)));
        for (long position = 0; position < length; ) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), length - position));
            int count = channel.read(buffer, position);
            if (count < 0) {
                throw new IOException("file ended at byte %d of %d".formatted(position, length));
            }
            checksum.update(buffer.flip());
            position += count;
        }
        return checksum.getValue();
    }

    /** Lets native code write a file. */
    @FunctionalInterface
    interface NativeWriter {
        void write(Path file);
    }
}
