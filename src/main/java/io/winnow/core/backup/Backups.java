package io.winnow.core.backup;

import io.winnow.core.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Makes backups and puts them back. A backup is one zip file with the database as it was at one moment, every frame, embedding and
 * fitted model, the configuration (without secrets, which it only refers to), and the SHA-256 of each. Thread-safe.
 */
public interface Backups {
    /** A backup that was made. */
    record Made(Path file, Instant at, long bytes, int files) {}

    /**
     * A backup that was put back.
     *
     * @param at when it was made
     * @param aside where the data that it replaced lies now
     */
    record Restored(Instant at, int files, Path aside) {}

    /**
     * Makes one, also while the service runs: nothing is locked, and frames that come meanwhile are in the next.
     *
     * @param progress in bytes; may cancel
     * @throws IOException when there is no room or something cannot be read or written; then no file is left
     */
    Made make(Path file, Progress progress) throws IOException;

    /**
     * Makes one under a name with the time in the folder for backups, and deletes the oldest there beyond the number to keep.
     *
     * @throws IOException as {@link #make} does
     */
    Made makeNext(Progress progress) throws IOException;

    /** Those in the folder for backups, newest first. */
    List<Path> list() throws IOException;

    /**
     * Puts one back in place of what is kept now, which is moved aside. Every file is compared with its hash before anything is
     * moved; a restore that was interrupted afterwards is finished by the next one, and the service does not start in between.
     *
     * @throws IOException when it is damaged or no backup, when there is no room, or while a service runs on the data; then nothing
     *     has changed
     */
    Restored restore(Path file, Progress progress) throws IOException;
}
