package io.winnow.core.model;

import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.feature.PoolEmbeddings;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.UndecodableImageException;
import io.winnow.core.inspection.FrameStore;
import io.winnow.core.inspection.StorageException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A station's pool as detectors read it: embeddings from disk, kept in memory as long as a byte budget lasts, made anew from the
 * stored frame where an entry is missing or damaged. Thread-safe.
 */
final class TrainingPool implements PoolEmbeddings {
    private final List<PoolFrame> frames;
    private final Recipe recipe;
    private final EmbeddingStore store;
    private final FrameStore images;
    private final PatchReader reader;
    private final AtomicLong budget;
    private final Map<Integer, PatchEmbeddings> held = new ConcurrentHashMap<>();

    TrainingPool(
            List<PoolFrame> frames,
            Recipe recipe,
            EmbeddingStore store,
            FrameStore images,
            PatchReader reader,
            long memoryBytes) {
        this.frames = List.copyOf(frames);
        this.recipe = recipe;
        this.store = store;
        this.images = images;
        this.reader = reader;
        this.budget = new AtomicLong(memoryBytes);
    }

    PoolFrame frame(int image) {
        return frames.get(image);
    }

    /** Forgets what is held in memory; it is read from disk again when it is needed. */
    void release() {
        held.values().forEach(patches -> budget.addAndGet(bytes(patches)));
        held.clear();
    }

    private static long bytes(PatchEmbeddings patches) {
        return (long) Float.BYTES * patches.patches() * patches.dimension();
    }

    @Override
    public int size() {
        return frames.size();
    }

    @Override
    public String name(int image) {
        return frames.get(image).image().hex();
    }

    @Override
    public PatchEmbeddings patches(int image) {
        PatchEmbeddings known = held.get(image);
        if (known != null) {
            return known;
        }
        PatchEmbeddings loaded = load(frames.get(image));
        if (budget.addAndGet(-bytes(loaded)) >= 0) {
            held.put(image, loaded);
        }
        return loaded;
    }

    private PatchEmbeddings load(PoolFrame frame) {
        try {
            var stored = store.find(recipe.hash(), frame.image());
            if (stored.isPresent()) {
                return stored.get();
            }
            EncodedImage image = images.find(frame.image())
                    .orElseThrow(() -> new IOException("its image %s is not stored".formatted(frame.image())));
            store.put(recipe.hash(), frame.image(), reader.read(image));
            // Read back, so that a frame's embeddings are the same whether they were cached or not.
            return store.find(recipe.hash(), frame.image())
                    .orElseThrow(() -> new IOException("its embeddings cannot be read back"));
        } catch (IOException | UndecodableImageException e) {
            throw new StorageException("pool frame %s cannot be read: %s".formatted(frame.frame(), e.getMessage()), e);
        }
    }
}
