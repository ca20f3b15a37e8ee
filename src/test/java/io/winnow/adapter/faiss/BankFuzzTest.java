package io.winnow.adapter.faiss;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.winnow.core.Progress;
import io.winnow.core.detector.PatchCore;
import io.winnow.core.detector.PatchCoreArtifact;
import io.winnow.core.index.ExactIndexFactory;
import io.winnow.core.index.FloatMatrix;
import io.winnow.core.index.IndexFactory;
import io.winnow.core.index.IndexSettings;
import io.winnow.core.index.NearestNeighborIndex;
import io.winnow.core.index.VectorSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Index files and banks are read or refused, nothing else, also where their checksum is that of the damaged content;
 * docs/reliability.md says how to fuzz for longer.
 */
class BankFuzzTest {
    private Path folder = Path.of("");

    @BeforeEach
    void create() throws IOException {
        folder = Files.createTempDirectory("winnow-fuzz-");
    }

    @AfterEach
    void delete() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @FuzzTest(maxDuration = "5m")
    void nativeIndex_anyBytesWithTheirChecksum_isReadOrRefused(byte[] bytes) throws IOException {
        Path file = folder.resolve("index");
        FaissIndexFile.write(file, path -> write(path, bytes));
        search(Native.factory(1), file);
    }

    @FuzzTest(maxDuration = "5m")
    void javaIndex_anyBytes_isReadOrRefused(byte[] bytes) throws IOException {
        Path file = folder.resolve("index");
        write(file, bytes);
        search(new ExactIndexFactory(), file);
    }

    /** The bytes are the file of settings and scales beside the index, without its checksum. */
    @FuzzTest(maxDuration = "5m")
    void bank_anySettings_isReadOrRefused(byte[] bytes) throws IOException {
        try (NearestNeighborIndex index = new ExactIndexFactory()
                .build(
                        VectorSource.of(FloatMatrix.copyOf(new float[][] {{0, 0}, {3, 4}, {1, 1}})),
                        IndexSettings.FLAT,
                        0,
                        Progress.NONE)) {
            index.save(folder.resolve("index"));
        }
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        write(
                folder.resolve("patchcore"),
                ByteBuffer.allocate(bytes.length + Long.BYTES)
                        .put(bytes)
                        .putLong(checksum.getValue())
                        .array());
        try (PatchCore bank = PatchCoreArtifact.read(folder, new ExactIndexFactory())) {
            assertThat(bank).isNotNull();
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void search(IndexFactory factory, Path file) {
        try (NearestNeighborIndex index = factory.load(file)) {
            float[] query = new float[index.dimension()];
            Arrays.fill(query, 1);
            index.search(FloatMatrix.copyOf(new float[][] {query}), 1);
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
