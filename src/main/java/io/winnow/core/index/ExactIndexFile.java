package io.winnow.core.index;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The file of an {@link ExactIndex}, little-endian: magic number, version and dimension as int32, number of vectors as int64,
 * the vectors as float32, CRC-32C of all that as int64. Written beside its final place and moved there, so that a reader
 * never sees half a file.
 */
final class ExactIndexFile {
    private static final int MAGIC = 0x584E4E57;
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 20;
    private static final int TRAILER_BYTES = 8;
    private static final int BUFFER_BYTES = 1 << 20;

    private ExactIndexFile() {}

    static void write(Path file, int dimension, List<FloatMatrix> blocks) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path partial = Files.createTempFile(folder, file.getFileName() + ".", ".partial");
        try {
            try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                writeAll(channel, dimension, blocks);
                channel.force(true);
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static void writeAll(FileChannel channel, int dimension, List<FloatMatrix> blocks) throws IOException {
        CRC32C checksum = new CRC32C();
        long size = blocks.stream().mapToLong(FloatMatrix::rows).sum();
        ByteBuffer buffer = newBuffer();
        buffer.putInt(MAGIC).putInt(VERSION).putInt(dimension).putLong(size);
        drain(buffer.flip(), checksum, channel);
        for (FloatMatrix block : blocks) {
            FloatBuffer values = block.values();
            while (values.hasRemaining()) {
                int count = Math.min(values.remaining(), BUFFER_BYTES / Float.BYTES);
                buffer.clear().limit(count * Float.BYTES);
                buffer.asFloatBuffer().put(values.slice(values.position(), count));
                values.position(values.position() + count);
                drain(buffer, checksum, channel);
            }
        }
        buffer.clear().putLong(checksum.getValue()).flip();
        drain(buffer, checksum, channel);
    }

    /** Reads the blocks of an index; the dimension is their number of columns. */
    static List<FloatMatrix> read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            CRC32C checksum = new CRC32C();
            ByteBuffer buffer = newBuffer();
            fill(buffer.limit(HEADER_BYTES), checksum, channel, file);
            int dimension = readHeader(buffer, file);
            long size = buffer.getLong();
            long bytes = channel.size() - HEADER_BYTES - TRAILER_BYTES;
            if (dimension < 1 || size < 1 || size > bytes / Float.BYTES || bytes != size * dimension * Float.BYTES) {
                throw new IOException("%s is damaged: %d bytes of vectors, its header says %d vectors of dimension %d"
                        .formatted(file, bytes, size, dimension));
            }
            List<FloatMatrix> blocks = new ArrayList<>();
            for (long done = 0; done < size; ) {
                FloatMatrix block = FloatMatrix.zeros((int) Math.min(size - done, blockRows(dimension)), dimension);
                readValues(block.values(), buffer, checksum, channel, file);
                blocks.add(block);
                done += block.rows();
            }
            long expected = checksum.getValue();
            fill(buffer.clear().limit(TRAILER_BYTES), checksum, channel, file);
            if (buffer.getLong() != expected) {
                throw new IOException(file + " is damaged: its checksum does not match its content");
            }
            return blocks;
        }
    }

    /** Rows of one block in memory: about 64 MiB. */
    static int blockRows(int dimension) {
        return Math.max(1, (64 << 20) / Float.BYTES / dimension);
    }

    private static int readHeader(ByteBuffer buffer, Path file) throws IOException {
        if (buffer.getInt() != MAGIC) {
            throw new IOException(file + " is no exact index: wrong magic number");
        }
        int version = buffer.getInt();
        if (version != VERSION) {
            throw new IOException(
                    "%s has format version %d, this program reads version %d".formatted(file, version, VERSION));
        }
        return buffer.getInt();
    }

    private static void readValues(
            FloatBuffer values, ByteBuffer buffer, CRC32C checksum, FileChannel channel, Path file) throws IOException {
        while (values.hasRemaining()) {
            int count = Math.min(values.remaining(), BUFFER_BYTES / Float.BYTES);
            fill(buffer.clear().limit(count * Float.BYTES), checksum, channel, file);
            values.put(buffer.asFloatBuffer());
        }
    }

    private static ByteBuffer newBuffer() {
        return ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void drain(ByteBuffer buffer, CRC32C checksum, FileChannel channel) throws IOException {
        checksum.update(buffer.duplicate());
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static void fill(ByteBuffer buffer, CRC32C checksum, FileChannel channel, Path file) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException(file + " is damaged: it ends too early");
            }
        }
        buffer.flip();
        checksum.update(buffer.duplicate());
    }
}
