package io.winnow.adapter.storage;

import io.winnow.core.access.Transactions;
import io.winnow.core.inspection.StorageException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The database with its migrations applied. Writers take turns in this process instead of colliding in SQLite, which has one writer
 * at a time anyway. Thread-safe.
 */
public final class Database implements Transactions {
    /** Work with a connection inside one transaction. */
    @FunctionalInterface
    interface Work<T> {
        T run(Handle handle);
    }

    /** What SQLite refuses because of the statement or its values: no waiting helps. */
    private static final Set<Integer> OURS = Set.of(
            SQLiteErrorCode.SQLITE_ERROR.code,
            SQLiteErrorCode.SQLITE_CONSTRAINT.code,
            SQLiteErrorCode.SQLITE_MISMATCH.code,
            SQLiteErrorCode.SQLITE_TOOBIG.code,
            SQLiteErrorCode.SQLITE_RANGE.code);

    /** Extended result codes have the primary one in their last byte. */
    private static final int PRIMARY = 0xff;

    private final Jdbi jdbi;
    /** Of the transaction that this thread is in already. */
    private final ThreadLocal<@Nullable Handle> open = new ThreadLocal<>();

    private final ReentrantLock writing = new ReentrantLock(true);

    public Database(DataSource source) {
        this.jdbi = Jdbi.create(source);
    }

    /** Reads in one snapshot; {@code what} says what for, when it fails. */
    <T> T read(String what, Work<T> work) {
        Handle own = open.get();
        try {
            return own != null ? work.run(own) : jdbi.inTransaction(work::run);
        } catch (JdbiException e) {
            throw failure(what, e);
        }
    }

    /** Writes all or nothing. */
    <T> T write(String what, Work<T> work) {
        Handle own = open.get();
        writing.lock();
        try {
            return own != null ? work.run(own) : jdbi.inTransaction(work::run);
        } catch (JdbiException e) {
            throw failure(what, e);
        } finally {
            writing.unlock();
        }
    }

    /** Reads and writes of this thread, through whatever store, are one transaction. */
    @Override
    public <T> T together(Supplier<T> work) {
        if (open.get() != null) {
            return work.get();
        }
        return write("changing several things at once", handle -> {
            open.set(handle);
            try {
                return work.get();
            } finally {
                open.remove();
            }
        });
    }

    private static StorageException failure(String what, JdbiException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        boolean ours =
                cause instanceof SQLiteException refusal && OURS.contains(refusal.getResultCode().code & PRIMARY);
        return new StorageException("%s failed in the database: %s".formatted(what, cause.getMessage()), e, !ours);
    }

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** A time that may be absent. */
    static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        long micros = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(instant(micros));
    }
}
