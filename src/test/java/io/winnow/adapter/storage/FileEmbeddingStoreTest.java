package io.winnow.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.image.ContentHash;
import io.winnow.core.model.EmbeddingFile;
import io.winnow.core.model.EmbeddingStoreContract;
import io.winnow.core.model.RetainedEmbeddings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileEmbeddingStoreTest extends EmbeddingStoreContract {
    private final FileEmbeddingStore store;

    FileEmbeddingStoreTest(@TempDir Path folder) throws IOException {
        this.store = new FileEmbeddingStore(folder);
    }

    @Override
    protected RetainedEmbeddings store() {
        return store;
    }

    @Override
    protected void damage(ContentHash recipe, ContentHash image) throws IOException {
        Files.writeString(store.files(recipe).path(image), "");
    }

    @Test
    void find_foundAndPutAgain_changesNothingMore() throws IOException {
        store.put(RECIPE, IMAGE, embeddings(1));
        PatchEmbeddings once = store.find(RECIPE, IMAGE).orElseThrow();
        store.put(RECIPE, IMAGE, once);

        assertThat(values(store.find(RECIPE, IMAGE).orElseThrow())).isEqualTo(values(once));
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
}
