package io.winnow.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.image.ContentHash;
import io.winnow.core.index.FloatMatrix;
import io.winnow.testing.Inspections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileEmbeddingStoreTest {
    private static final ContentHash RECIPE = Inspections.hash("recipe");
    private static final ContentHash IMAGE = Inspections.hash("image");

    /** Half of the distance between neighbouring halves, relative to their size. */
    private static final double HALF_PRECISION = 0x1p-11;

    private final FileEmbeddingStore store;

    FileEmbeddingStoreTest(@TempDir Path folder) throws IOException {
        this.store = new FileEmbeddingStore(folder);
    }

    /** 3 x 2 patches of 5 columns in two levels, values of about the given size. */
    private static PatchEmbeddings embeddings(float size) {
        Random random = new Random(1);
        float[][] rows = new float[6][5];
        for (float[] row : rows) {
            for (int column = 0; column < row.length; column++) {
                row[column] = size * (0.5f + random.nextFloat()) * (random.nextBoolean() ? 1 : -1);
            }
        }
        return new PatchEmbeddings(3, 2, List.of(3, 2), FloatMatrix.copyOf(rows));
    }

    private static float[] values(PatchEmbeddings embeddings) {
        float[] values = new float[embeddings.patches() * embeddings.dimension()];
        embeddings.vectors().values().get(values);
        return values;
    }

    private Path file() throws IOException {
        return store.files(RECIPE).path(IMAGE);
    }

    @ParameterizedTest
    @ValueSource(floats = {0.01f, 1, 40_000, 100_000, 1e12f, 3e37f})
    void find_whatWasPut_isTheSameToHalfPrecision(float size) throws IOException {
        PatchEmbeddings put = embeddings(size);
        store.put(RECIPE, IMAGE, put);

        PatchEmbeddings found = store.find(RECIPE, IMAGE).orElseThrow();

        assertThat(found.gridHeight()).isEqualTo(3);
        assertThat(found.gridWidth()).isEqualTo(2);
        assertThat(found.levels()).containsExactly(3, 2);
        float[] expected = values(put);
        float[] actual = values(found);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i] / expected[i]).isCloseTo(1, within(HALF_PRECISION));
        }
    }

    @Test
    void find_foundAndPutAgain_changesNothingMore() throws IOException {
        store.put(RECIPE, IMAGE, embeddings(1));
        PatchEmbeddings once = store.find(RECIPE, IMAGE).orElseThrow();
        store.put(RECIPE, IMAGE, once);

        assertThat(values(store.find(RECIPE, IMAGE).orElseThrow())).isEqualTo(values(once));
    }

    @Test
    void find_otherRecipeOrImage_isEmpty() throws IOException {
        store.put(RECIPE, IMAGE, embeddings(1));

        assertThat(store.find(Inspections.hash("other recipe"), IMAGE)).isEmpty();
        assertThat(store.find(RECIPE, Inspections.hash("other image"))).isEmpty();
    }

    @Test
    void read_anyByteDamaged_isEmpty() {
        byte[] whole = EmbeddingFile.write(RECIPE, IMAGE, embeddings(1)).array();

        assertThat(EmbeddingFile.read(whole, RECIPE, IMAGE)).isPresent();
        for (int position = 0; position < whole.length; position++) {
            byte[] damaged = whole.clone();
            damaged[position] ^= 0x10;
            assertThat(EmbeddingFile.read(damaged, RECIPE, IMAGE))
                    .as("byte %d", position)
                    .isEmpty();
        }
    }

    @Test
    void read_fileCutAnywhere_isEmpty() {
        byte[] whole = EmbeddingFile.write(RECIPE, IMAGE, embeddings(1)).array();

        for (int length = 0; length < whole.length; length++) {
            assertThat(EmbeddingFile.read(Arrays.copyOf(whole, length), RECIPE, IMAGE))
                    .as("length %d", length)
                    .isEmpty();
        }
    }

    @Test
    void find_damagedFile_isEmptyUntilPutAgain() throws IOException {
        store.put(RECIPE, IMAGE, embeddings(1));
        Files.writeString(file(), "");
        assertThat(store.find(RECIPE, IMAGE)).isEmpty();

        store.put(RECIPE, IMAGE, embeddings(1));

        assertThat(store.find(RECIPE, IMAGE)).isPresent();
    }

    @Test
    void put_notANumber_isRefused() {
        PatchEmbeddings broken =
                new PatchEmbeddings(1, 1, List.of(2), FloatMatrix.copyOf(new float[][] {{1, Float.NaN}}));

        assertThatThrownBy(() -> store.put(RECIPE, IMAGE, broken))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("row 0, column 1");
    }

    @Test
    void delete_presentOrNot_leavesNothing() throws IOException {
        store.put(RECIPE, IMAGE, embeddings(1));

        store.delete(RECIPE, IMAGE);
        store.delete(RECIPE, IMAGE);

        assertThat(store.find(RECIPE, IMAGE)).isEmpty();
    }
}
