package io.winnow.adapter.storage;

import io.winnow.core.access.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * The database with its migrations applied.
 *
 * <p>Writers take turns. SQLite has one writer at a time anyway; here they wait for each other in this process instead of colliding
 * there. In PostgreSQL they wait for a lock of the server, whatever process they are in, so that what reads before it writes finds
 * nothing changed in between, there as here. Only {@link #append} does not wait. Thread-safe.
 */
public final class Database implements Transactions {
    /** Work with a connection inside one transaction. */
    @FunctionalInterface
    interface Work<T> {
        T run(Handle handle);
    }

    /** Any number that nobody else takes for a lock in Winnow's database. */
    private static final String TAKE_TURNS = "SELECT pg_advisory_xact_lock(7766559)";

    private final Jdbi jdbi;
    private final Dialect dialect;
    private final Optional<String> owner;
    /** Of the transaction that this thread is in already. */
    private final ThreadLocal<@Nullable Handle> open = new ThreadLocal<>();

    private final ReentrantLock writing = new ReentrantLock(true);

    /** One file that belongs to this process. */
    public Database(DataSource source) {
        this(source, Dialect.SQLITE, Optional.empty());
    }

    /**
     * @param owner the member of a fleet that sends what is stored through this object; empty where there is no fleet
     */
    public Database(DataSource source, Dialect dialect, Optional<String> owner) {
        this.jdbi = Jdbi.create(source);
        this.dialect = dialect;
        this.owner = owner;
    }

    Dialect dialect() {
        return dialect;
    }

    Optional<String> owner() {
        return owner;
    }

    /** Reads, each statement in one snapshot; {@code what} says what for, when it fails. */
    <T> T read(String what, Work<T> work) {
        Handle own = open.get();
        try {
            return own != null ? work.run(own) : jdbi.inTransaction(work::run);
        } catch (JdbiException e) {
            throw Dialect.failure(what, e);
        }
    }

    /** Writes all or nothing, and nobody else meanwhile. */
    <T> T write(String what, Work<T> work) {
        return locally(what, handle -> {
            if (dialect == Dialect.POSTGRESQL && open.get() == null) {
                handle.execute(TAKE_TURNS);
            }
            return work.run(handle);
        });
    }

    /**
     * Writes all or nothing what depends on nothing that was read before, so that other processes may write meanwhile: what happens
     * for each frame.
     */
    <T> T append(String what, Work<T> work) {
        return locally(what, work);
    }

    private <T> T locally(String what, Work<T> work) {
        Handle own = open.get();
        if (dialect == Dialect.SQLITE) {
            writing.lock();
        }
        try {
            return own != null ? work.run(own) : jdbi.inTransaction(work::run);
        } catch (JdbiException e) {
            throw Dialect.failure(what, e);
        } finally {
            if (dialect == Dialect.SQLITE) {
                writing.unlock();
            }
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
