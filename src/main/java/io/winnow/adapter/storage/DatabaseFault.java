package io.winnow.adapter.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What is wrong with a database, as far as SQLite says; with what to do. */
enum DatabaseFault {
    /** Something else writes to it and does not let go. */
    LOCKED,
    /** It is not what it was. */
    DAMAGED,
    /** There is no space left for it. */
    FULL,
    /** It may not be read or written, or its disk refuses. */
    UNUSABLE;

    private static final int PRIMARY = 0xff;

    /** By what was thrown, or by what caused that. */
    static Optional<DatabaseFault> of(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException refusal) {
                return of(refusal.getResultCode());
            }
        }
        return Optional.empty();
    }

    private static Optional<DatabaseFault> of(SQLiteErrorCode code) {
        int primary = code.code & PRIMARY;
        if (primary == SQLiteErrorCode.SQLITE_BUSY.code || primary == SQLiteErrorCode.SQLITE_LOCKED.code) {
            return Optional.of(LOCKED);
        }
        if (primary == SQLiteErrorCode.SQLITE_CORRUPT.code || primary == SQLiteErrorCode.SQLITE_NOTADB.code) {
            return Optional.of(DAMAGED);
        }
        if (primary == SQLiteErrorCode.SQLITE_FULL.code) {
            return Optional.of(FULL);
        }
        boolean unusable = primary == SQLiteErrorCode.SQLITE_CANTOPEN.code
                || primary == SQLiteErrorCode.SQLITE_READONLY.code
                || primary == SQLiteErrorCode.SQLITE_PERM.code
                || primary == SQLiteErrorCode.SQLITE_IOERR.code;
        return unusable ? Optional.of(UNUSABLE) : Optional.empty();
    }

    /** A clause: "database FILE ...". */
    String text() {
        return switch (this) {
            case LOCKED -> "is held by another program";
            case DAMAGED -> "is damaged";
            case FULL -> "has no space left on its disk";
            case UNUSABLE -> "cannot be read and written";
        };
    }

    /**
     * What to do.
     *
     * @param backups where they lie
     */
    String advice(Path data, Path backups) {
        return switch (this) {
            case LOCKED ->
                "End whatever else has it open: a second Winnow, a database browser, a backup that copies the file (winnow backup does not hold it). 'fuser %s' names the processes."
                        .formatted(data.resolve(StorageProbes.DATABASE).toAbsolutePath());
            case DAMAGED -> restoring(backups);
            case FULL -> "Make space on the disk of %s.".formatted(data.toAbsolutePath());
            case UNUSABLE ->
                "Look at the disk of %s and at who may write there (ls -l).".formatted(data.toAbsolutePath());
        };
    }

    private static String restoring(Path backups) {
        Optional<Path> newest;
        try {
            newest = DiskBackups.list(backups).stream().findFirst();
        } catch (IOException e) {
            newest = Optional.empty();
        }
        return newest.map(file -> "Stop the service and put the newest backup back: winnow restore %s"
                        .formatted(file.toAbsolutePath()))
                .orElse("Stop the service and put a backup back: winnow restore FILE; there is none in %s"
                        .formatted(backups.toAbsolutePath()));
    }
}
