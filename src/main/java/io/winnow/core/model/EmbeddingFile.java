package io.winnow.core.model;

import io.winnow.core.feature.Float16;
import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.image.ContentHash;
import io.winnow.core.index.FloatMatrix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The file format of one image's patch embeddings, little-endian: magic and version (8 bytes), recipe and image (SHA-256 each), grid
 * height, grid width, power of two that the values were divided by, number of levels, columns of each level (int32), values (IEEE
 * binary16, row by row), CRC-32C of all that (int32).
 */
public final class EmbeddingFile {
    private static final long MAGIC = 0x3130_424d_454e_4e57L; // "WNNEMB01"
    private static final int HASH_BYTES = 32;
    private static final int FIXED_BYTES = Long.BYTES + 2 * HASH_BYTES + 4 * Integer.BYTES;
    private static final int MOST_LEVELS = 64;
    private static final float LARGEST_HALF = 65_504;

    private EmbeddingFile() {}

    /**
     * The bytes of a file, from position to limit.
     *
     * @throws IllegalArgumentException when a value is not finite
     */
    public static ByteBuffer write(ContentHash recipe, ContentHash image, PatchEmbeddings embeddings) {
        FloatBuffer values = embeddings.vectors().requireFinite("embeddings").values();
        int exponent = exponent(values);
        int size = Math.addExact(
                FIXED_BYTES + (embeddings.levels().size() + 1) * Integer.BYTES,
                Math.multiplyExact(values.remaining(), Short.BYTES));
        ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(MAGIC).put(bytes(recipe)).put(bytes(image));
        bytes.putInt(embeddings.gridHeight()).putInt(embeddings.gridWidth()).putInt(exponent);
        bytes.putInt(embeddings.levels().size());
        embeddings.levels().forEach(bytes::putInt);
        putHalves(bytes, values, exponent);
        return bytes.putInt(checksum(bytes.array(), bytes.position())).flip();
    }

    /** The smallest power of two, 0 or more, by which all values fit into halves. */
    private static int exponent(FloatBuffer values) {
        float largest = 0;
        for (int i = 0; i < values.limit(); i++) {
            largest = Math.max(largest, Math.abs(values.get(i)));
        }
        return largest <= LARGEST_HALF ? 0 : Math.getExponent(largest) - 14;
    }

    private static void putHalves(ByteBuffer bytes, FloatBuffer values, int exponent) {
        ShortBuffer halves = bytes.slice().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        for (int i = 0; i < values.limit(); i++) {
            halves.put(i, Float16.fromFloat(Math.scalb(values.get(i), -exponent)));
        }
        bytes.position(bytes.position() + values.limit() * Short.BYTES);
    }

    /** The embeddings in a file; empty where it is damaged or holds something else than that recipe's embeddings of that image. */
    public static Optional<PatchEmbeddings> read(byte[] file, ContentHash recipe, ContentHash image) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int end = file.length - Integer.BYTES;
        if (end < FIXED_BYTES || bytes.getInt(end) != checksum(file, end)) {
            return Optional.empty();
        }
        if (bytes.getLong() != MAGIC
                || !hash(bytes).equals(recipe)
                || !hash(bytes).equals(image)) {
            return Optional.empty();
        }
        return embeddings(bytes.limit(end));
    }

    private static Optional<PatchEmbeddings> embeddings(ByteBuffer bytes) {
        int height = bytes.getInt();
        int width = bytes.getInt();
        int exponent = bytes.getInt();
        List<Integer> levels = levels(bytes, bytes.getInt());
        int columns = levels.stream().mapToInt(Integer::intValue).sum();
        if ((long) height * width * columns * Short.BYTES != bytes.remaining() || columns < 1) {
            return Optional.empty();
        }
        FloatMatrix vectors = FloatMatrix.zeros(height * width, columns);
        FloatBuffer values = vectors.values();
        Float16.toFloats(bytes.slice().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer(), values);
        for (int i = 0; exponent != 0 && i < values.limit(); i++) {
            values.put(i, Math.scalb(values.get(i), exponent));
        }
        return Optional.of(new PatchEmbeddings(height, width, levels, vectors));
    }

    private static List<Integer> levels(ByteBuffer bytes, int count) {
        if (count < 1 || count > MOST_LEVELS || count * Integer.BYTES > bytes.remaining()) {
            return List.of();
        }
        List<Integer> levels = new ArrayList<>();
        for (int level = 0; level < count; level++) {
            levels.add(bytes.getInt());
        }
        return levels;
    }

    private static byte[] bytes(ContentHash hash) {
        return HexFormat.of().parseHex(hash.hex());
    }

    private static ContentHash hash(ByteBuffer bytes) {
        byte[] hash = new byte[HASH_BYTES];
        bytes.get(hash);
        return new ContentHash(HexFormat.of().formatHex(hash));
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }
}
