package io.winnow.adapter.objects;

import io.winnow.core.image.ContentHash;
import io.winnow.core.inspection.KeptContent;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Objects named after a hash below a folder. A put always writes: it costs no more than asking whether it is there, and makes the object
 * fresh again. Thread-safe; one process at a time deletes what nobody touched.
 */
final class ContentObjects implements KeptContent {
    private static final int LOCKS = 256;

    private final ObjectStorage storage;
    private final String folder;
    private final Object[] locks = new Object[LOCKS];

    /** @param folder ending in a slash */
    ContentObjects(ObjectStorage storage, String folder) {
        this.storage = storage;
        this.folder = folder;
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new Object();
        }
    }

    /** Held while an object is put or deleted, so that in this process a delete never meets a put of the same content half way. */
    private Object lock(ContentHash hash) {
        return locks[Integer.parseInt(hash.hex().substring(0, 2), 16)];
    }

    private String name(ContentHash hash) {
        return folder + hash.hex();
    }

    void put(ContentHash hash, byte[] content) {
        synchronized (lock(hash)) {
            storage.put(name(hash), content);
        }
    }

    Optional<byte[]> find(ContentHash hash) {
        return storage.find(name(hash));
    }

    void delete(ContentHash hash) {
        synchronized (lock(hash)) {
            storage.delete(name(hash));
        }
    }

    /** {@inheritDoc} The storage has a clock of its own that does not jump with ours: what it calls newer than that moment stays. */
    @Override
    public boolean deleteUntouchedSince(ContentHash hash, Instant moment, Instant now) {
        synchronized (lock(hash)) {
            Optional<Instant> touched = storage.storedAt(name(hash));
            if (touched.isEmpty() || !touched.get().isBefore(moment)) {
                return false;
            }
            storage.delete(name(hash));
            return true;
        }
    }

    @Override
    public void forEach(Consumer<Stored> visitor) {
        storage.list(folder, object -> stored(object).ifPresent(visitor));
    }

    private Optional<Stored> stored(ObjectStorage.Listed object) {
        String hex = object.name().substring(folder.length());
        // Not one of ours: it is not to be touched.
        return hex.matches("[0-9a-f]{64}")
                ? Optional.of(new Stored(new ContentHash(hex), object.bytes(), object.storedAt()))
                : Optional.empty();
    }
}
