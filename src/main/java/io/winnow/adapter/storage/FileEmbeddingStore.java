package io.winnow.adapter.storage;

import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.image.ContentHash;
import io.winnow.core.inspection.KeptContent;
import io.winnow.core.model.EmbeddingFile;
import io.winnow.core.model.RetainedEmbeddings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Embeddings as files, one folder for each recipe. Values beyond a half's range are scaled by a power of two for the whole image, so
 * that the error stays relative to its largest value. Nothing is forced to disk: what a loss of power damages is made anew.
 * Thread-safe; one process at a time owns the folder.
 */
public final class FileEmbeddingStore implements RetainedEmbeddings {
    private static final System.Logger LOG = System.getLogger(FileEmbeddingStore.class.getName());
    private static final String SUFFIX = ".embeddings";

    private final Path folder;
    private final Map<ContentHash, ContentFiles> recipes = new ConcurrentHashMap<>();

    /** Opens a folder, made where it is absent. */
    public FileEmbeddingStore(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /** {@inheritDoc} @throws IllegalArgumentException when a value is not finite */
    @Override
    public void put(ContentHash recipe, ContentHash image, PatchEmbeddings embeddings) throws IOException {
        files(recipe).put(image, EmbeddingFile.write(recipe, image, embeddings), false);
    }

    @Override
    public Optional<PatchEmbeddings> find(ContentHash recipe, ContentHash image) throws IOException {
        Optional<byte[]> file = files(recipe).read(image);
        Optional<PatchEmbeddings> embeddings = file.flatMap(bytes -> EmbeddingFile.read(bytes, recipe, image));
        if (file.isPresent() && embeddings.isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, "embeddings of image {0} in {1} are damaged", image, folder);
        }
        return embeddings;
    }

    @Override
    public void delete(ContentHash recipe, ContentHash image) throws IOException {
        files(recipe).delete(image);
    }

    @Override
    public List<ContentHash> recipes() throws IOException {
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.map(each -> String.valueOf(each.getFileName()))
                    .filter(name -> name.matches("[0-9a-f]{64}"))
                    .map(ContentHash::new)
                    .toList();
        }
    }

    @Override
    public KeptContent content(ContentHash recipe) throws IOException {
        return files(recipe);
    }

    ContentFiles files(ContentHash recipe) throws IOException {
        try {
            return recipes.computeIfAbsent(recipe, this::open);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private ContentFiles open(ContentHash recipe) {
        try {
            return new ContentFiles(folder.resolve(recipe.hex()), SUFFIX);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
