package io.winnow.app.demo;

import io.winnow.adapter.cli.UsageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder of a demonstration: one at a time works in it. */
final class DemoFolder {
    private static final String LOCK = "lock";

    private DemoFolder() {}

    /** Held while a demonstration runs. */
    record Lock(FileChannel channel, FileLock lock) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            lock.release();
            channel.close();
        }
    }

    /** @throws UsageException when another demonstration runs in the folder */
    static Lock lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new Lock(channel, lock);
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw occupied(folder);
        }
        channel.close();
        throw occupied(folder);
    }

    private static UsageException occupied(Path folder) {
        return new UsageException(
                "another demonstration runs in %s; stop it, or name another folder with --data".formatted(folder));
    }

    /** Deletes what an earlier demonstration left; refuses a folder that none has used. */
    static void empty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        if (!Files.exists(folder.resolve(LOCK))) {
            throw new UsageException(
                    "--fresh: %s was not made by a demonstration and is not emptied".formatted(folder));
        }
        try (Lock lock = lock(folder);
                Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder())
                    .filter(path -> !path.equals(folder) && !path.equals(folder.resolve(LOCK)))
                    .toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        }
    }
}
