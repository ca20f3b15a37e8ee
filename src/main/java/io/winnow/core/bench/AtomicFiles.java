package io.winnow.core.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/** Files that appear under their name only when they are complete, whenever the process ends. */
public final class AtomicFiles {
    private static final AtomicLong PARTIALS = new AtomicLong();

    private AtomicFiles() {}

    /** Writes what remains of some buffers beside the target, then renames; makes the folder where it is missing. */
    public static void write(Path target, ByteBuffer... parts) throws IOException {
        Path folder = target.toAbsolutePath().resolveSibling(".").normalize();
        Files.createDirectories(folder);
        Path partial = folder.resolve(".%s.%d-%d.partial"
                .formatted(target.getFileName(), ProcessHandle.current().pid(), PARTIALS.incrementAndGet()));
        // A process that is interrupted here leaves nothing behind.
        partial.toFile().deleteOnExit();
        try {
            try (FileChannel channel =
                    FileChannel.open(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                for (ByteBuffer part : parts) {
                    while (part.hasRemaining()) {
                        channel.write(part);
                    }
                }
            }
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }
}
