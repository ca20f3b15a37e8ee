package io.winnow.adapter.objects;

import io.winnow.core.health.Finding;
import io.winnow.core.health.Findings;
import io.winnow.core.health.StorageUse;
import io.winnow.core.inspection.StorageException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Tries a bucket: puts an object, reads it again, deletes it. Thread-safe. */
public final class BucketProbe {
    private static final byte[] PROBE = "probe".getBytes(StandardCharsets.US_ASCII);
    /** Retention compares the storage's times with ours; it leaves frames alone for longer than this. */
    private static final Duration MOST_SKEW = Duration.ofMinutes(1);

    private final ObjectStorage storage;
    private final Clock clock;

    public BucketProbe(ObjectStorage storage, Clock clock) {
        this.storage = storage;
        this.clock = clock;
    }

    /** How the bucket is. */
    public Finding look() {
        long began = System.nanoTime();
        try {
            Duration skew = tryObject();
            if (skew.abs().compareTo(MOST_SKEW) > 0) {
                return Findings.objectsClock(storage.toString(), skew);
            }
        } catch (StorageException e) {
            return Findings.objectsFailed(String.valueOf(e.getMessage()));
        }
        return Findings.objects(storage.toString(), Duration.ofNanos(System.nanoTime() - began));
    }

    private Duration tryObject() {
        String name = "probe/" + UUID.randomUUID();
        storage.put(name, PROBE);
        Instant here = clock.instant();
        try {
            Optional<byte[]> read = storage.find(name);
            if (read.isEmpty() || read.get().length != PROBE.length) {
                throw new StorageException(
                        "object %s of %s is not what was put a moment ago".formatted(storage.key(name), storage),
                        new IllegalStateException("read " + read.map(bytes -> bytes.length)),
                        false);
            }
            return storage.storedAt(name)
                    .map(there -> Duration.between(here, there))
                    .orElse(Duration.ZERO);
        } finally {
            storage.delete(name);
        }
    }

    /** Adds up what is stored, by kind; lists every object, so it is not to be done often. */
    public List<StorageUse.Kind> use() {
        List<StorageUse.Kind> kinds = new ArrayList<>();
        kinds.add(kind("frames", "frames/"));
        kinds.add(kind("embeddings", "embeddings/"));
        kinds.add(kind("models", "fitted/"));
        return kinds;
    }

    private StorageUse.Kind kind(String name, String folder) {
        long[] sum = new long[2];
        storage.list(folder, object -> {
            sum[0]++;
            sum[1] += object.bytes();
        });
        return new StorageUse.Kind(name, sum[0], sum[1]);
    }
}
