package io.winnow.adapter.storage;

import io.winnow.core.Progress;
import io.winnow.core.backup.Backups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Backups as zip files. */
public final class DiskBackups implements Backups {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern NAME = Pattern.compile("winnow-[A-Za-z0-9_-]+-\\d{8}T\\d{9}Z\\.zip");

    private final Place place;
    private final Clock clock;

    /**
     * What is backed up, and to where.
     *
     * @param site name of the plant
     * @param version of this program
     * @param data folder of database, frames, embeddings and models
     * @param configuration folder of site.yaml and stations/
     * @param folder for backups
     * @param keep how many stay in it
     */
    public record Place(String site, String version, Path data, Path configuration, Path folder, int keep) {}

    public DiskBackups(Place place, Clock clock) {
        this.place = place;
        this.clock = clock;
    }

    @Override
    public Made make(Path file, Progress progress) throws IOException {
        if (Files.exists(file)) {
            throw new IOException("file %s exists; name one that does not".formatted(file));
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        Instant at = clock.instant();
        BackupManifest description =
                new BackupManifest(BackupManifest.FORMAT, place.version(), place.site(), at.toString(), Map.of());
        int files = new BackupWriter(place.data(), place.configuration()).write(file, description, progress);
        return new Made(file, at, Files.size(file), files);
    }

    @Override
    public Made makeNext(Progress progress) throws IOException {
        Made made = make(
                place.folder().resolve("winnow-%s-%s.zip".formatted(place.site(), TIME.format(clock.instant()))),
                progress);
        List<Path> all = list();
        for (Path old : all.subList(Math.min(place.keep(), all.size()), all.size())) {
            Files.delete(old);
        }
        return made;
    }

    @Override
    public List<Path> list() throws IOException {
        return list(place.folder());
    }

    /** Backups in a folder, newest first. */
    static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file ->
                            NAME.matcher(String.valueOf(file.getFileName())).matches())
                    .sorted(Comparator.comparing(DiskBackups::time).reversed())
                    .toList();
        }
    }

    private static String time(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(name.lastIndexOf('-'));
    }

    @Override
    public Restored restore(Path file, Progress progress) throws IOException {
        try (StorageLock lock = StorageLock.lock(place.data())) {
            Path aside = place.data().resolve("before-restore-" + TIME.format(clock.instant()));
            BackupRestore.Done done = new BackupRestore(place.data()).run(file, aside, progress);
            return new Restored(
                    done.manifest().instant(), done.manifest().entries().size(), done.aside());
        }
    }
}
