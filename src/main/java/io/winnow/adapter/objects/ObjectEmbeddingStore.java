package io.winnow.adapter.objects;

import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.image.ContentHash;
import io.winnow.core.inspection.KeptContent;
import io.winnow.core.model.EmbeddingFile;
import io.winnow.core.model.RetainedEmbeddings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Embeddings as objects, a folder for each recipe, with copies on this machine of those that were put or read here: a refit reads the whole
 * pool, several times over where it does not fit into memory. Thread-safe; one process at a time owns the folder of copies.
 */
public final class ObjectEmbeddingStore implements RetainedEmbeddings {
    private static final System.Logger LOG = System.getLogger(ObjectEmbeddingStore.class.getName());
    private static final String FOLDER = "embeddings/";
    private static final String UNFINISHED = ".unfinished";

    private final ObjectStorage storage;
    private final Path copies;
    private final LocalCache cache;
    private final Map<ContentHash, ContentObjects> recipes = new ConcurrentHashMap<>();

    /** @param copies folder for copies, made where it is absent */
    public ObjectEmbeddingStore(ObjectStorage storage, Path copies, LocalCache cache) throws IOException {
        this.storage = storage;
        this.copies = Files.createDirectories(copies);
        this.cache = cache;
        try (Stream<Path> left = Files.walk(copies)) {
            for (Path file : left.filter(Files::isRegularFile).toList()) {
                if (String.valueOf(file.getFileName()).endsWith(UNFINISHED)) {
                    Files.delete(file);
                } else {
                    cache.found(file, Files.getLastModifiedTime(file).toInstant());
                }
            }
        }
    }

    /** {@inheritDoc} @throws IllegalArgumentException when a value is not finite */
    @Override
    public void put(ContentHash recipe, ContentHash image, PatchEmbeddings embeddings) throws IOException {
        ByteBuffer file = EmbeddingFile.write(recipe, image, embeddings);
        byte[] bytes = Arrays.copyOfRange(file.array(), file.position(), file.limit());
        objects(recipe).put(image, bytes);
        copy(recipe, image, bytes);
    }

    @Override
    public Optional<PatchEmbeddings> find(ContentHash recipe, ContentHash image) throws IOException {
        Optional<PatchEmbeddings> copied = copied(recipe, image);
        return copied.isPresent() ? copied : fetched(recipe, image);
    }

    private Optional<PatchEmbeddings> copied(ContentHash recipe, ContentHash image) throws IOException {
        Path copy = path(recipe, image);
        if (!cache.used(copy)) {
            return Optional.empty();
        }
        try {
            Optional<PatchEmbeddings> embeddings = EmbeddingFile.read(Files.readAllBytes(copy), recipe, image);
            if (embeddings.isEmpty()) {
                cache.remove(copy);
            }
            return embeddings;
        } catch (NoSuchFileException e) {
            cache.remove(copy);
            return Optional.empty();
        }
    }

    private Optional<PatchEmbeddings> fetched(ContentHash recipe, ContentHash image) throws IOException {
        Optional<byte[]> object = objects(recipe).find(image);
        if (object.isEmpty()) {
            return Optional.empty();
        }
        Optional<PatchEmbeddings> embeddings = EmbeddingFile.read(object.get(), recipe, image);
        if (embeddings.isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, "embeddings of image {0} in {1} are damaged", image, storage);
        } else {
            copy(recipe, image, object.get());
        }
        return embeddings;
    }

    private Path path(ContentHash recipe, ContentHash image) {
        return copies.resolve(recipe.hex()).resolve(image.hex());
    }

    /** Written beside its place and moved there. */
    private void copy(ContentHash recipe, ContentHash image, byte[] bytes) throws IOException {
        Path copy = path(recipe, image);
        Path folder = Files.createDirectories(copies.resolve(recipe.hex()));
        Path unfinished = Files.createTempFile(folder, "", UNFINISHED);
        Files.write(unfinished, bytes);
        Files.move(unfinished, copy, StandardCopyOption.ATOMIC_MOVE);
        cache.added(copy);
    }

    @Override
    public void delete(ContentHash recipe, ContentHash image) throws IOException {
        objects(recipe).delete(image);
        cache.remove(path(recipe, image));
    }

    @Override
    public List<ContentHash> recipes() {
        List<ContentHash> found = new ArrayList<>();
        storage.listFolders(FOLDER, name -> {
            if (name.matches("[0-9a-f]{64}")) {
                found.add(new ContentHash(name));
            }
        });
        return found;
    }

    @Override
    public KeptContent content(ContentHash recipe) {
        return objects(recipe);
    }

    private ContentObjects objects(ContentHash recipe) {
        return recipes.computeIfAbsent(recipe, known -> new ContentObjects(storage, FOLDER + known.hex() + "/"));
    }
}
