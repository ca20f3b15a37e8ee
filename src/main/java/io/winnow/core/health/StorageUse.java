package io.winnow.core.health;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is stored, as measured at one moment.
 *
 * @param folder where it is
 * @param usableBytes that this program may still write there
 * @param totalBytes of the disk
 * @param inspections in the database
 * @param oldestInspection when the oldest of them was decided
 */
public record StorageUse(
        String folder,
        long usableBytes,
        long totalBytes,
        List<Kind> kinds,
        long inspections,
        Optional<Instant> oldestInspection,
        Instant measuredAt) {
    /** One kind of thing that is stored: "database", "frames", "embeddings", "models". */
    public record Kind(String name, long files, long bytes) {}

    public StorageUse {
        kinds = List.copyOf(kinds);
    }

    /** Bytes of all kinds. */
    public long bytes() {
        return kinds.stream().mapToLong(Kind::bytes).sum();
    }
}
