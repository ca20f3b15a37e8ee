package io.winnow.adapter.storage;

import io.winnow.core.image.ContentHash;
import io.winnow.core.inspection.KeptContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Files named after a hash, spread over 256 folders: {@code ab/abcd….suffix}. A file is written beside its place and then moved there
 * in one step, so that whatever stands at its place is complete, whenever the process is killed. Thread-safe.
 */
final class ContentFiles implements KeptContent {
    private static final int FAN_OUT = 256;
    private static final String UNFINISHED = "unfinished";

    private final Path folder;
    private final String suffix;
    private final Object[] locks = new Object[FAN_OUT];

    /** Opens a folder, made where it is absent, and removes what a killed process left unfinished. */
    ContentFiles(Path folder, String suffix) throws IOException {
        this.folder = folder;
        this.suffix = suffix;
        Path unfinished = Files.createDirectories(folder.resolve(UNFINISHED));
        for (int i = 0; i < FAN_OUT; i++) {
            locks[i] = new Object();
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(unfinished)) {
            for (Path file : left) {
                Files.delete(file);
            }
        }
    }

    Path path(ContentHash hash) {
        return shard(hash).resolve(hash.hex() + suffix);
    }

    private Path shard(ContentHash hash) {
        return folder.resolve(hash.hex().substring(0, 2));
    }

    /** Held while a file is put or deleted, so that a delete never meets a put of the same content half way. */
    private Object lock(ContentHash hash) {
        return locks[Integer.parseInt(hash.hex().substring(0, 2), 16)];
    }

    /**
     * Stores content, in place of what has that name.
     *
     * @param durable whether it must survive a loss of power when this returns
     */
    void put(ContentHash hash, ByteBuffer content, boolean durable) throws IOException {
        Path unfinished = Files.createTempFile(folder.resolve(UNFINISHED), "", suffix);
        try {
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                while (content.hasRemaining()) {
                    channel.write(content);
                }
                if (durable) {
                    channel.force(true);
                }
            }
            synchronized (lock(hash)) {
                moveIntoPlace(unfinished, hash, durable);
            }
        } catch (IOException e) {
            Files.deleteIfExists(unfinished);
            throw e;
        }
    }

    private void moveIntoPlace(Path unfinished, ContentHash hash, boolean durable) throws IOException {
        Path shard = shard(hash);
        boolean newShard = !Files.isDirectory(shard);
        Files.createDirectories(shard);
        Files.move(unfinished, path(hash), StandardCopyOption.ATOMIC_MOVE);
        if (durable) {
            force(shard);
            if (newShard) {
                force(folder);
            }
        }
    }

    /** Only so do the names in a folder survive a loss of power. */
    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Marks content as wanted now; false where there is none. */
    boolean touch(ContentHash hash) throws IOException {
        synchronized (lock(hash)) {
            try {
                Files.setLastModifiedTime(path(hash), FileTime.from(Instant.now()));
                return true;
            } catch (NoSuchFileException e) {
                return false;
            }
        }
    }

    Optional<byte[]> read(ContentHash hash) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(path(hash)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    void delete(ContentHash hash) throws IOException {
        synchronized (lock(hash)) {
            Files.deleteIfExists(path(hash));
        }
    }

    @Override
    public boolean deleteUntouchedSince(ContentHash hash, Instant moment, Instant now) throws IOException {
        synchronized (lock(hash)) {
            try {
                Instant touched = Files.getLastModifiedTime(path(hash)).toInstant();
                if (!touched.isBefore(moment) && !touched.isAfter(now)) {
                    return false;
                }
            } catch (NoSuchFileException e) {
                return false;
            }
            return Files.deleteIfExists(path(hash));
        }
    }

    @Override
    public void forEach(Consumer<Stored> visitor) throws IOException {
        try (Stream<Path> shards = Files.list(folder)) {
            for (Path shard : (Iterable<Path>) shards.filter(ContentFiles::isShard)::iterator) {
                try (Stream<Path> files = Files.list(shard)) {
                    files.flatMap(file -> stored(file).stream()).forEach(visitor);
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean isShard(Path folder) {
        return String.valueOf(folder.getFileName()).matches("[0-9a-f]{2}");
    }

    private Optional<Stored> stored(Path file) {
        String name = String.valueOf(file.getFileName());
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            String hex = name.substring(0, Math.max(0, name.length() - suffix.length()));
            return Optional.of(new Stored(
                    new ContentHash(hex),
                    attributes.size(),
                    attributes.lastModifiedTime().toInstant()));
        } catch (NoSuchFileException | IllegalArgumentException e) {
            // Deleted meanwhile, or not one of ours: neither is to be touched.
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("file " + file + " cannot be looked at", e);
        }
    }
}
