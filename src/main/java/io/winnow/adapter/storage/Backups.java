package io.winnow.adapter.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks for backups where {@code winnow backup} puts them. */
final class Backups {
    private Backups() {}

    /** The newest file in the folder {@code backups} below the data; empty where there is none, or none can be seen. */
    static Optional<Path> newest(Path data) {
        Path folder = data.resolve("backups");
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .max(Comparator.comparing(file -> file.toFile().lastModified()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What to do about a database that cannot be read. */
    static String advice(Path data) {
        return newest(data)
                .map(file -> "Stop the service and put the newest backup back: winnow restore %s"
                        .formatted(file.toAbsolutePath()))
                .orElse("Stop the service and put a backup back: winnow restore FILE; there is none in %s"
                        .formatted(data.resolve("backups").toAbsolutePath()));
    }
}
