package io.winnow.core.bench;

import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.image.ContentHash;
import io.winnow.core.index.FloatMatrix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Patch embeddings on disk: one file for each image, backbone and input size, written once and mapped into memory when
 * needed, so that a study needs no more memory than the operating system has to spare.
 *
 * <p>A file holds a magic number, the grid, the levels, and the vectors as float32 in the machine's byte order, from a
 * multiple of {@value #ALIGNMENT} bytes on. It appears under its name only when it is complete. Thread-safe; several
 * processes may share a folder.
 */
public final class EmbeddingCache {
    private static final int MAGIC = 0x57454D31;
    private static final int ALIGNMENT = 64;
    private static final int MAX_LEVELS = 64;

    private final Path folder;

    /** A cache in a folder, which is made when the first embeddings are stored. */
    public EmbeddingCache(Path folder) {
        this.folder = folder;
    }

    /** What computes missing embeddings. */
    public interface Computation {
        PatchEmbeddings compute() throws IOException;
    }

    /**
     * The embeddings of an image, from disk or else computed and stored.
     *
     * @param image hash of the image file
     * @param description all else that determines them
     * @return embeddings that read from the file
     */
    public PatchEmbeddings get(ContentHash image, String description, Computation computation) throws IOException {
        Path file = file(image, description);
        if (!Files.exists(file)) {
            store(computation.compute(), file);
        }
        return load(file);
    }

    /** Whether embeddings are there already. */
    public boolean contains(ContentHash image, String description) {
        return Files.exists(file(image, description));
    }

    private Path file(ContentHash image, String description) {
        String hash = ContentHash.of(ByteBuffer.wrap((image + " " + description).getBytes(StandardCharsets.UTF_8)))
                .hex();
        return folder.resolve(hash.substring(0, 2)).resolve(hash + ".f32");
    }

    private static void store(PatchEmbeddings embeddings, Path file) throws IOException {
        ByteBuffer header = ByteBuffer.allocateDirect(
                        headerBytes(embeddings.levels().size()))
                .order(ByteOrder.nativeOrder());
        header.putInt(MAGIC).putInt(embeddings.gridHeight()).putInt(embeddings.gridWidth());
        header.putInt(embeddings.levels().size());
        embeddings.levels().forEach(header::putInt);
        FloatBuffer vectors = embeddings.vectors().values();
        ByteBuffer body =
                ByteBuffer.allocateDirect(vectors.remaining() * Float.BYTES).order(ByteOrder.nativeOrder());
        body.asFloatBuffer().put(vectors);
        AtomicFiles.write(file, header.clear(), body);
    }

    private static PatchEmbeddings load(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MappedByteBuffer bytes = channel.map(MapMode.READ_ONLY, 0, channel.size());
            return read(bytes.order(ByteOrder.nativeOrder()), file);
        }
    }

    private static PatchEmbeddings read(ByteBuffer bytes, Path file) throws IOException {
        if (bytes.remaining() < headerBytes(0) || bytes.getInt() != MAGIC) {
            throw damaged(file);
        }
        int gridHeight = bytes.getInt();
        int gridWidth = bytes.getInt();
        int levelCount = bytes.getInt();
        if (levelCount < 1 || levelCount > MAX_LEVELS) {
            throw damaged(file);
        }
        List<Integer> levels = new ArrayList<>();
        for (int level = 0; level < levelCount; level++) {
            levels.add(bytes.getInt());
        }
        int dimension = levels.stream().mapToInt(Integer::intValue).sum();
        FloatBuffer values = bytes.position(headerBytes(levelCount))
                .slice()
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        if (values.remaining() != (long) gridHeight * gridWidth * dimension) {
            throw damaged(file);
        }
        return new PatchEmbeddings(
                gridHeight, gridWidth, levels, FloatMatrix.wrap(values, gridHeight * gridWidth, dimension));
    }

    private static IOException damaged(Path file) {
        return new IOException("%s: is no file of cached embeddings, or damaged; delete it".formatted(file));
    }

    private static int headerBytes(int levels) {
        int used = (4 + levels) * Integer.BYTES;
        return (used + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
