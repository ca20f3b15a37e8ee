package io.winnow.app;

import io.winnow.core.Progress;
import io.winnow.core.backup.Backups;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Refuses backups where the data folder holds only part of what is kept: a file with that part would look like a backup and be none. */
final class NoBackups implements Backups {
    private final String refusal;

    private NoBackups(String refusal) {
        this.refusal = refusal;
    }

    static NoBackups ofServer(Path data) {
        return new NoBackups(
                "backups hold the database file of one Winnow; storage.database names a server: back that up with PostgreSQL's own tools, and %s as files (docs/fleet.md)"
                        .formatted(data));
    }

    static NoBackups ofBucket(String bucket) {
        return new NoBackups(
                ("frames, embeddings and models are kept in bucket %s, which a backup of the data folder does not hold. Have the storage keep"
                                + " versions or copies of the bucket and back up the database by its own means, database first"
                                + " (docs/object-storage.md)")
                        .formatted(bucket));
    }

    private IOException refusal() {
        return new IOException(refusal);
    }

    @Override
    public Made make(Path file, Progress progress) throws IOException {
        throw refusal();
    }

    @Override
    public Made makeNext(Progress progress) throws IOException {
        throw refusal();
    }

    @Override
    public List<Path> list() {
        return List.of();
    }

    @Override
    public Restored restore(Path file, Progress progress) throws IOException {
        throw refusal();
    }
}
