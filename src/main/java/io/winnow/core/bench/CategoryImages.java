package io.winnow.core.bench;

import io.winnow.core.dataset.Dataset;
import io.winnow.core.dataset.ImageFiles;
import io.winnow.core.dataset.LabelledImage;
import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.feature.PoolEmbeddings;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.ImageSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The images of one category as one backbone sees them. Embeddings and masks are made at first need: a study whose outcomes
 * are all cached makes none. Used by one thread.
 */
final class CategoryImages {
    private final Dataset dataset;
    private final ImageEmbedder embedder;
    private final ImageSize size;
    private final EmbeddingCache cache;
    private final ImageFiles files;
    private final Schedule schedule;
    private final Schedule.Kind embedding;
    private final Map<String, ContentHash> hashes = new HashMap<>();
    private final Map<String, PatchEmbeddings> embeddings = new HashMap<>();
    private final Map<String, byte[]> masks = new HashMap<>();
    private final byte[] blank;
    private boolean embedded;
    private @Nullable ContentHash content;

    CategoryImages(
            Dataset dataset,
            ImageEmbedder embedder,
            ImageSize size,
            EmbeddingCache cache,
            ImageFiles files,
            Schedule schedule,
            Schedule.Kind embedding) {
        this.dataset = dataset;
        this.embedder = embedder;
        this.size = size;
        this.cache = cache;
        this.files = files;
        this.schedule = schedule;
        this.embedding = embedding;
        this.blank = new byte[Math.toIntExact(size.area())];
    }

    /** Hash over names, kinds, image files and mask files of the whole category. */
    ContentHash content() throws IOException {
        if (content == null) {
            MessageDigest digest = ContentHash.sha256();
            for (LabelledImage image : dataset.images()) {
                add(digest, image.name());
                add(digest, image.defectType().orElse(""));
                add(digest, hash(image).hex());
                for (Path mask : image.masks()) {
                    add(digest, hash(mask).hex());
                }
            }
            content = new ContentHash(HexFormat.of().formatHex(digest.digest()));
        }
        return content;
    }

    /** Announces one step for each image. */
    void announce() {
        schedule.plan(embedding, dataset.images().size());
    }

    /** Computes and stores the embeddings that are not there yet; does nothing the second time. */
    void embedAll() throws IOException {
        if (embedded) {
            return;
        }
        embedded = true;
        for (LabelledImage image : dataset.images()) {
            long start = System.nanoTime();
            boolean known = cache.contains(hash(image), embedder.description());
            embeddings(image);
            if (known) {
                schedule.skip(embedding, 1);
            } else {
                schedule.finish(embedding, (System.nanoTime() - start) / 1e9);
            }
        }
    }

    /** Ends the announced steps where nothing had to be embedded. */
    void skipUnlessEmbedded() {
        if (!embedded) {
            schedule.skip(embedding, dataset.images().size());
        }
    }

    /**
     * Some images as a pool. They are named by their position: names of files tell defects from normals, and strategies may
     * break ties by name.
     */
    PoolEmbeddings pool(List<LabelledImage> images) throws IOException {
        List<PatchEmbeddings> held = new ArrayList<>();
        for (LabelledImage image : images) {
            held.add(embeddings(image));
        }
        return new PoolEmbeddings() {
            @Override
            public int size() {
                return held.size();
            }

            @Override
            public String name(int image) {
                return "%06d".formatted(image);
            }

            @Override
            public PatchEmbeddings patches(int image) {
                return held.get(image);
            }
        };
    }

    /** Some images as a test set. */
    TestSet test(List<LabelledImage> images) throws IOException {
        List<PatchEmbeddings> held = new ArrayList<>();
        List<byte[]> truth = new ArrayList<>();
        for (LabelledImage image : images) {
            held.add(embeddings(image));
            if (dataset.hasMasks()) {
                truth.add(mask(image));
            }
        }
        return new TestSet(images, held, dataset.hasMasks() ? Optional.of(truth) : Optional.empty(), size);
    }

    private PatchEmbeddings embeddings(LabelledImage image) throws IOException {
        PatchEmbeddings known = embeddings.get(image.name());
        if (known == null) {
            known = cache.get(hash(image), embedder.description(), () -> embedder.embed(image.file()));
            embeddings.put(image.name(), known);
        }
        return known;
    }

    private byte[] mask(LabelledImage image) throws IOException {
        if (!image.isDefective()) {
            return blank;
        }
        byte[] known = masks.get(image.name());
        if (known == null) {
            known = files.mask(image.masks(), size);
            masks.put(image.name(), known);
        }
        return known;
    }

    private ContentHash hash(LabelledImage image) throws IOException {
        ContentHash known = hashes.get(image.name());
        if (known == null) {
            known = hash(image.file());
            hashes.put(image.name(), known);
        }
        return known;
    }

    private static ContentHash hash(Path file) throws IOException {
        return ContentHash.of(ByteBuffer.wrap(Files.readAllBytes(file)));
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}
