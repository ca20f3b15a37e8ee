package io.winnow.adapter.storage;

import io.winnow.core.health.Finding;
import io.winnow.core.health.Findings;
import io.winnow.core.health.Health;
import io.winnow.core.health.StorageUse;
import io.winnow.core.health.StorageUse.Kind;
import io.winnow.core.image.ContentHash;
import io.winnow.core.inspection.FrameStore;
import io.winnow.core.inspection.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Tries what is stored and where: reads, writes, looks at the newest frames, and adds up. Thread-safe. */
public final class StorageProbes {
    static final String DATABASE = "winnow.db";
    private static final byte[] PROBE = "probe".getBytes(StandardCharsets.US_ASCII);

    private record Newest(String frame, ContentHash hash) {}

    private record Inspections(long count, long oldest) {}

    private final Database database;
    private final FrameStore frames;
    private final Optional<Supplier<List<Kind>>> elsewhere;
    private final Path folder;
    private final Path backups;
    private final Clock clock;

    /** Where all data lies in a folder. */
    public StorageProbes(Database database, FrameStore frames, Path folder, Path backups, Clock clock) {
        this(database, frames, Optional.empty(), folder, backups, clock);
    }

    /**
     * @param elsewhere adds up frames, embeddings and models where they are not kept below the folder
     * @param folder of all data
     * @param backups where they lie
     */
    public StorageProbes(
            Database database,
            FrameStore frames,
            Optional<Supplier<List<Kind>>> elsewhere,
            Path folder,
            Path backups,
            Clock clock) {
        this.database = database;
        this.frames = frames;
        this.elsewhere = elsewhere;
        this.folder = folder;
        this.backups = backups;
        this.clock = clock;
    }

    /** Of the database that really runs. */
    public String databaseName() {
        return database.dialect() == Dialect.SQLITE ? "SQLite" : "PostgreSQL";
    }

    /** Version of the database that really runs. */
    public String databaseVersion() {
        return database.read("asking for the database's version", handle -> handle.createQuery(
                        database.dialect().version())
                .mapTo(String.class)
                .one());
    }

    /** Reads, and begins to write: a statement that changes no row takes the writer's lock all the same. */
    public Finding database() {
        try {
            return tried();
        } catch (StorageException e) {
            return DatabaseFault.of(e)
                    .map(fault -> Findings.databaseFault(
                            fault.name().toLowerCase(Locale.ROOT), fault.text(), fault.advice(folder, backups)))
                    .orElseThrow(() -> e);
        }
    }

    private Finding tried() {
        long began = System.nanoTime();
        database.read("trying the database", handle -> handle.createQuery("SELECT COUNT(*) FROM verdict_count")
                .mapTo(Long.class)
                .one());
        database.write(
                "trying to write into the database",
                handle -> handle.execute("UPDATE verdict_count SET count = count WHERE 1 = 0"));
        return Findings.database(Duration.ofNanos(System.nanoTime() - began));
    }

    /** Writes a file, reads it again and deletes it, and asks how much space is left. */
    public Finding disk() throws IOException {
        FileStore disk = Files.getFileStore(folder);
        try {
            tryFile();
        } catch (IOException e) {
            Finding space = Findings.disk(disk.getUsableSpace(), disk.getTotalSpace());
            if (space.health() == Health.FAILED) {
                return space;
            }
            throw e;
        }
        return Findings.disk(disk.getUsableSpace(), disk.getTotalSpace());
    }

    private void tryFile() throws IOException {
        Path file = Files.createTempFile(folder, ".probe", "");
        try {
            Files.write(file, PROBE);
            if (Files.readAllBytes(file).length != PROBE.length) {
                throw new IOException("what was written into %s is not what is read".formatted(folder));
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Reads the newest frame of each station. */
    public Finding frames() {
        List<Newest> newest = database.read("looking for the newest frames", handle -> handle.createQuery(
                        "SELECT i.frame_id, i.frame_hash FROM (SELECT DISTINCT station_id FROM verdict_count) s"
                                + " JOIN inspection i ON i.id ="
                                + " (SELECT MAX(id) FROM inspection WHERE station_id = s.station_id)")
                .map((row, context) ->
                        new Newest(row.getString("frame_id"), new ContentHash(row.getString("frame_hash"))))
                .list());
        for (Newest each : newest) {
            try {
                if (frames.find(each.hash()).isEmpty()) {
                    return Findings.framesLost(each.frame(), "its file is gone");
                }
            } catch (IOException | StorageException e) {
                return Findings.framesLost(each.frame(), String.valueOf(e.getMessage()));
            }
        }
        return Findings.frames(newest.size());
    }

    /** Adds up everything; walks through all files, so it is not to be done often. */
    public StorageUse use() throws IOException {
        FileStore disk = Files.getFileStore(folder);
        Inspections inspections = database.read("counting inspections", handle -> handle.createQuery(
                        "SELECT (SELECT COUNT(*) FROM inspection) AS number,"
                                + " COALESCE((SELECT MIN(decided_at) FROM inspection), -1) AS oldest")
                .map((row, context) -> new Inspections(row.getLong("number"), row.getLong("oldest")))
                .one());
        return new StorageUse(
                folder.toAbsolutePath().toString(),
                disk.getUsableSpace(),
                disk.getTotalSpace(),
                kinds(),
                inspections.count(),
                inspections.oldest() < 0 ? Optional.empty() : Optional.of(Database.instant(inspections.oldest())),
                clock.instant());
    }

    private List<Kind> kinds() throws IOException {
        List<Kind> kinds = new ArrayList<>();
        kinds.add(databaseFiles());
        if (elsewhere.isPresent()) {
            kinds.addAll(elsewhere.get().get());
        } else {
            kinds.add(kind("frames", folder.resolve("frames")));
            kinds.add(kind("embeddings", folder.resolve("embeddings")));
            kinds.add(kind("models", folder.resolve("fitted")));
        }
        return kinds;
    }

    private Kind databaseFiles() throws IOException {
        long files = 0;
        long bytes = 0;
        for (String suffix : List.of("", "-wal", "-shm")) {
            Path file = folder.resolve(DATABASE + suffix);
            if (Files.exists(file)) {
                files++;
                bytes += Files.size(file);
            }
        }
        return new Kind("database", files, bytes);
    }

    private static Kind kind(String name, Path folder) throws IOException {
        long[] sum = new long[2];
        if (Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                all.forEach(file -> add(file, sum));
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        return new Kind(name, sum[0], sum[1]);
    }

    private static void add(Path file, long[] sum) {
        try {
            if (Files.isRegularFile(file)) {
                sum[1] += Files.size(file);
                sum[0]++;
            }
        } catch (NoSuchFileException e) {
            // Deleted meanwhile: it is in the way of nothing any more.
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
