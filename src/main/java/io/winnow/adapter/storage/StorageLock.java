package io.winnow.adapter.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Says that a data folder is in use; the kernel forgets it when the process ends, however it ends. */
public final class StorageLock implements AutoCloseable {
    /** Another process has the folder. */
    public static final class InUseException extends IOException {
        private static final long serialVersionUID = 1;

        InUseException(String message) {
            super(message);
        }
    }

    private static final String FILE = ".lock";

    private final FileChannel channel;

    private StorageLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes a data folder, made where it is absent.
     *
     * @throws InUseException when another process has it
     * @throws IOException when a restore there has not come to its end
     */
    public static StorageLock take(Path folder) throws IOException {
        StorageLock lock = lock(folder);
        if (BackupRestore.unfinished(folder)) {
            lock.close();
            throw new IOException(
                    "data folder %s: a restore was interrupted; run the same 'winnow restore' again".formatted(folder));
        }
        return lock;
    }

    /** The same, whatever became of restores. */
    static StorageLock lock(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileChannel channel =
                FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new StorageLock(channel);
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw inUse(folder);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw inUse(folder);
    }

    private static InUseException inUse(Path folder) {
        return new InUseException(
                "data folder %s is in use by another winnow; stop that one, or give this one a folder of its own (storage.directory)"
                        .formatted(folder));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
