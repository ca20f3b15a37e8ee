package io.winnow.core.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.image.ContentHash;
import io.winnow.core.index.FloatMatrix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingCacheTest {
    private static final ContentHash IMAGE = ContentHash.of(ByteBuffer.wrap(new byte[] {1}));

    private final Path folder;
    private final EmbeddingCache cache;

    EmbeddingCacheTest(@TempDir Path folder) {
        this.folder = folder;
        this.cache = new EmbeddingCache(folder);
    }

    @Test
    void get_storedEmbeddings_comeBackBitForBit() throws IOException {
        FloatMatrix vectors = FloatMatrix.copyOf(new float[][] {{1, -2, 3}, {Float.MIN_VALUE, 5, 0.1f}});
        cache.get(IMAGE, "net", () -> new PatchEmbeddings(1, 2, List.of(1, 2), vectors));

        PatchEmbeddings found = cache.get(IMAGE, "net", () -> {
            throw new IllegalStateException("computed twice");
        });

        assertThat(found.gridHeight()).isEqualTo(1);
        assertThat(found.gridWidth()).isEqualTo(2);
        assertThat(found.levels()).containsExactly(1, 2);
        for (int row = 0; row < 2; row++) {
            for (int column = 0; column < 3; column++) {
                assertThat(found.vectors().at(row, column)).isEqualTo(vectors.at(row, column));
            }
        }
        assertThat(cache.contains(IMAGE, "net")).isTrue();
    }

    @Test
    void get_otherDescription_isAnotherEntry() throws IOException {
        cache.get(IMAGE, "net", () -> one(1));

        assertThat(cache.get(IMAGE, "other net", () -> one(2)).vectors().at(0, 0))
                .isEqualTo(2);
    }

    @Test
    void get_computationThatFails_leavesNothing() throws IOException {
        assertThatThrownBy(() -> cache.get(IMAGE, "net", () -> {
                    throw new IOException("broken");
                }))
                .hasMessage("broken");

        assertThat(cache.contains(IMAGE, "net")).isFalse();
        assertThat(files()).isEmpty();
    }

    @Test
    void get_damagedFile_namesIt() throws IOException {
        cache.get(IMAGE, "net", () -> one(1));
        Path file = files().get(0);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 4));

        assertThatThrownBy(() -> cache.get(IMAGE, "net", () -> one(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(file.toString(), "delete it");
    }

    private static PatchEmbeddings one(float value) {
        return new PatchEmbeddings(1, 1, List.of(1), FloatMatrix.copyOf(new float[][] {{value}}));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
