package io.winnow.core.model;

import io.winnow.core.model.Calibration.Method;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A model's calibration in its folder, as {@code calibration.bin}: eight bytes {@code WNCALIB1}, then big-endian the method's position
 * (1 byte), the number of images (4 bytes), their scores and their peaks (8 bytes each), and a CRC-32 of all before it (8 bytes).
 */
public final class CalibrationFile {
    /** Name of the file in a model's folder. */
    public static final String NAME = "calibration.bin";

    private static final byte[] MAGIC = "WNCALIB1".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_BYTES = MAGIC.length + 1 + Integer.BYTES;

    private CalibrationFile() {}

    /** Writes the calibration into a model's folder. */
    public static void write(Calibration calibration, Path folder) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(bytes);
        data.write(MAGIC);
        data.writeByte(calibration.method().ordinal());
        data.writeInt(calibration.scores().size());
        for (double score : calibration.scores()) {
            data.writeDouble(score);
        }
        for (double peak : calibration.peaks()) {
            data.writeDouble(peak);
        }
        data.writeLong(checksum(bytes.toByteArray(), bytes.size()));
        Files.write(folder.resolve(NAME), bytes.toByteArray());
    }

    /**
     * The calibration of a model; empty for models that were fitted before calibrations were kept.
     *
     * @throws IOException when the file is damaged
     */
    public static Optional<Calibration> read(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length < HEADER_BYTES || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IOException("%s is no calibration: it does not begin with WNCALIB1".formatted(file));
        }
        DataInputStream data = new DataInputStream(new ByteArrayInputStream(bytes));
        data.skipBytes(MAGIC.length);
        int method = data.readByte();
        int count = data.readInt();
        long expected = HEADER_BYTES + 2L * Double.BYTES * count + Long.BYTES;
        if (count < 1 || method < 0 || method >= Method.values().length || bytes.length != expected) {
            throw new IOException("%s is damaged: method %d, %d images, %d bytes instead of %d"
                    .formatted(file, method, count, bytes.length, expected));
        }
        List<Double> scores = doubles(data, count);
        List<Double> peaks = doubles(data, count);
        if (data.readLong() != checksum(bytes, bytes.length - Long.BYTES)) {
            throw new IOException("%s is damaged: its checksum is wrong".formatted(file));
        }
        try {
            return Optional.of(new Calibration(Method.values()[method], scores, peaks));
        } catch (IllegalArgumentException e) {
            throw new IOException("%s is damaged: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static List<Double> doubles(DataInputStream data, int count) throws IOException {
        List<Double> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(data.readDouble());
        }
        return values;
    }

    private static long checksum(byte[] bytes, int count) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, count);
        return crc.getValue();
    }
}
