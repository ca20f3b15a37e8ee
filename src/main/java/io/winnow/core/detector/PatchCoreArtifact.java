package io.winnow.core.detector;

import io.winnow.core.index.FloatMatrix;
import io.winnow.core.index.IndexFactory;
import io.winnow.core.index.NearestNeighborIndex;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * A {@link PatchCore} as files: {@code index}, written by the index itself, and {@code patchcore}, everything else. Thread-safe.
 *
 * <p>{@code patchcore} is big-endian, as {@link DataOutputStream} writes it: magic {@code WNPC}, format version (int), grid
 * height and width, number of levels and the columns of each, neighbours, reweight neighbours (ints), then as count and
 * values: channel factors (floats), image offsets (longs), patch weights (floats), bank vectors (rows, columns, floats; zero
 * rows unless the score is re-weighted); length and CRC-32C of {@code index} (longs); at last the CRC-32C of all before
 * (long).
 */
public final class PatchCoreArtifact {
    /** Name of the file that holds everything but the index. It is written last: without it a folder holds no detector. */
    public static final String HEADER_FILE = "patchcore";
    /** Name of the index's file. */
    public static final String INDEX_FILE = "index";

    private static final int MAGIC = 0x574E5043;
    private static final int VERSION = 1;
    private static final int CHECKSUM_BYTES = Long.BYTES;

    private PatchCoreArtifact() {}

    /** Writes a detector into an existing folder, replacing one that is there. */
    public static void write(PatchCore detector, Path folder) throws IOException {
        Path header = folder.resolve(HEADER_FILE);
        Files.deleteIfExists(header);
        Path index = folder.resolve(INDEX_FILE);
        detector.index().save(index);

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        writeBank(detector.bank(), out);
        out.writeLong(Files.size(index));
        out.writeLong(checksum(index));
        byte[] body = bytes.toByteArray();
        CRC32C checksum = new CRC32C();
        checksum.update(body);
        out.writeLong(checksum.getValue());

        Path temporary = folder.resolve(HEADER_FILE + ".partial");
        Files.write(temporary, bytes.toByteArray());
        Files.move(temporary, header, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Opens a detector that {@link #write} left in a folder. The caller closes it.
     *
     * @param indexes the implementation that built the index
     * @throws IOException when a file is missing, damaged, of another version or does not belong to the other, saying which
     */
    public static PatchCore read(Path folder, IndexFactory indexes) throws IOException {
        Path header = folder.resolve(HEADER_FILE);
        byte[] bytes = Files.readAllBytes(header);
        requireIntact(header, bytes);
        PatchCore.Bank bank;
        Path index = folder.resolve(INDEX_FILE);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            in.readInt();
            requireVersion(header, in.readInt());
            bank = readBank(in);
            requireIndex(index, in.readLong(), in.readLong());
            if (in.available() != CHECKSUM_BYTES) {
                throw new IOException("%s has %d bytes after its last field, must have %d"
                        .formatted(header, in.available(), CHECKSUM_BYTES));
            }
        } catch (EOFException | IllegalArgumentException e) {
            throw new IOException("%s is not a valid detector: %s".formatted(header, e.getMessage()), e);
        }
        return join(bank, indexes.load(index), index);
    }

    private static PatchCore join(PatchCore.Bank bank, NearestNeighborIndex index, Path file) throws IOException {
        long expected = bank.offsets()[bank.offsets().length - 1];
        if (index.size() != expected || index.dimension() != bank.shape().dimension()) {
            IOException mismatch = new IOException("%s holds %d vectors of %d, detector needs %d of %d"
                    .formatted(
                            file,
                            index.size(),
                            index.dimension(),
                            expected,
                            bank.shape().dimension()));
            index.close();
            throw mismatch;
        }
        return new PatchCore(bank, index);
    }

    private static void requireIntact(Path header, byte[] bytes) throws IOException {
        if (bytes.length < Integer.BYTES + CHECKSUM_BYTES
                || new DataInputStream(new ByteArrayInputStream(bytes)).readInt() != MAGIC) {
            throw new IOException("%s is not a detector file: it must begin with WNPC".formatted(header));
        }
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, bytes.length - CHECKSUM_BYTES);
        long stated = new DataInputStream(
                        new ByteArrayInputStream(bytes, bytes.length - CHECKSUM_BYTES, CHECKSUM_BYTES))
                .readLong();
        if (stated != checksum.getValue()) {
            throw new IOException(
                    "%s is damaged: checksum %08x, must be %08x".formatted(header, checksum.getValue(), stated));
        }
    }

    private static void requireVersion(Path header, int version) throws IOException {
        if (version != VERSION) {
            throw new IOException(
                    "%s has format version %d, this program reads version %d".formatted(header, version, VERSION));
        }
    }

    private static void requireIndex(Path index, long size, long checksum) throws IOException {
        if (Files.size(index) != size) {
            throw new IOException("%s has %d bytes, must have %d".formatted(index, Files.size(index), size));
        }
        long actual = checksum(index);
        if (actual != checksum) {
            throw new IOException("%s is damaged: checksum %08x, must be %08x".formatted(index, actual, checksum));
        }
    }

    private static long checksum(Path file) throws IOException {
        Checksum checksum = new CRC32C();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                checksum.update(buffer, 0, read);
            }
        }
        return checksum.getValue();
    }

    private static void writeBank(PatchCore.Bank bank, DataOutputStream out) throws IOException {
        out.writeInt(MAGIC);
        out.writeInt(VERSION);
        out.writeInt(bank.shape().gridHeight());
        out.writeInt(bank.shape().gridWidth());
        out.writeInt(bank.shape().levels().size());
        for (int columns : bank.shape().levels()) {
            out.writeInt(columns);
        }
        out.writeInt(bank.neighbours());
        out.writeInt(bank.reweightNeighbours());
        writeFloats(bank.scale().factors(), out);
        out.writeInt(bank.offsets().length);
        for (long offset : bank.offsets()) {
            out.writeLong(offset);
        }
        writeFloats(bank.weights(), out);
        FloatMatrix vectors = bank.vectors();
        out.writeInt(vectors.rows());
        out.writeInt(vectors.columns());
        for (int row = 0; row < vectors.rows(); row++) {
            for (int column = 0; column < vectors.columns(); column++) {
                out.writeFloat(vectors.at(row, column));
            }
        }
    }

    private static PatchCore.Bank readBank(DataInputStream in) throws IOException {
        int gridHeight = in.readInt();
        int gridWidth = in.readInt();
        int levelCount = readCount(in);
        List<Integer> levels = new ArrayList<>();
        for (int level = 0; level < levelCount; level++) {
            levels.add(in.readInt());
        }
        FeatureShape shape = new FeatureShape(gridHeight, gridWidth, levels);
        int neighbours = in.readInt();
        int reweightNeighbours = in.readInt();
        ChannelScale scale = new ChannelScale(readFloats(in));
        long[] offsets = new long[readCount(in)];
        for (int image = 0; image < offsets.length; image++) {
            offsets[image] = in.readLong();
        }
        float[] weights = readFloats(in);
        int rows = readCount(in);
        int columns = readCount(in);
        if ((long) rows * columns > in.available() / Float.BYTES) {
            throw new IllegalArgumentException("the bank is said to be [%d, %d], %d bytes are left for its numbers"
                    .formatted(rows, columns, in.available()));
        }
        FloatMatrix vectors = FloatMatrix.zeros(rows, columns);
        for (int p = 0; p < vectors.rows() * vectors.columns(); p++) {
            vectors.values().put(p, in.readFloat());
        }
        return new PatchCore.Bank(shape, neighbours, reweightNeighbours, scale, offsets, weights, vectors);
    }

    private static void writeFloats(float[] values, DataOutputStream out) throws IOException {
        out.writeInt(values.length);
        for (float value : values) {
            out.writeFloat(value);
        }
    }

    private static float[] readFloats(DataInputStream in) throws IOException {
        float[] values = new float[readCount(in)];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readFloat();
        }
        return values;
    }

    /** Of values of at least a byte each, so that no more memory is taken than a few times the file's length. */
    private static int readCount(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > in.available()) {
            throw new IllegalArgumentException(
                    "a count is %d, must be between 0 and the %d bytes left".formatted(count, in.available()));
        }
        return count;
    }
}
