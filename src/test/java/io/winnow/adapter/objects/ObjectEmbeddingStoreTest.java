package io.winnow.adapter.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.image.ContentHash;
import io.winnow.core.model.EmbeddingStoreContract;
import io.winnow.core.model.RetainedEmbeddings;
import io.winnow.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectEmbeddingStoreTest extends EmbeddingStoreContract {
    private final S3Server server = S3Server.start();
    private final Path copies;
    private final ObjectEmbeddingStore store;

    ObjectEmbeddingStoreTest(@TempDir Path copies) throws IOException {
        this.copies = copies;
        this.store = open();
    }

    private ObjectEmbeddingStore open() throws IOException {
        return new ObjectEmbeddingStore(server.open(), copies, new LocalCache(1_000_000, Clock.systemUTC()));
    }

    @AfterEach
    void end() {
        server.close();
    }

    @Override
    protected RetainedEmbeddings store() {
        return store;
    }

    private static String name() {
        return "plant/embeddings/" + RECIPE + "/" + IMAGE;
    }

    private Path copy() {
        return copies.resolve(RECIPE.hex()).resolve(IMAGE.hex());
    }

    @Override
    protected void damage(ContentHash recipe, ContentHash image) throws IOException {
        server.replace(name(), new byte[10]);
        Files.write(copy(), new byte[10]);
    }

    @Test
    void find_copiedHere_needsNoServer() throws IOException {
        store.put(RECIPE, IMAGE, embeddings(1));
        server.goAway();

        assertThat(store.find(RECIPE, IMAGE)).isPresent();
        assertThat(open().find(RECIPE, IMAGE)).as("by the next process").isPresent();
    }

    @Test
    void find_damagedCopy_isFetchedAnew() throws IOException {
        store.put(RECIPE, IMAGE, embeddings(1));
        Files.write(copy(), new byte[10]);

        assertThat(values(store.find(RECIPE, IMAGE).orElseThrow())).hasSize(30);
        server.goAway();
        assertThat(store.find(RECIPE, IMAGE)).isPresent();
    }

    @Test
    void find_putByAnotherMachine_isThere(@TempDir Path elsewhere) throws IOException {
        new ObjectEmbeddingStore(server.open(), elsewhere, new LocalCache(1_000_000, Clock.systemUTC()))
                .put(RECIPE, IMAGE, embeddings(1));

        assertThat(store.find(RECIPE, IMAGE)).isPresent();
        assertThat(copy()).exists();
    }
}
