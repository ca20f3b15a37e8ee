package io.winnow.adapter.storage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteJDBCLoader;

/** Looks at the database before anything is built upon it. */
public final class DatabaseCheck {
    /** A database that is not to be used; the message names the file, what is wrong and what to do. */
    public static final class UnusableDatabaseException extends Exception {
        private static final long serialVersionUID = 1;

        UnusableDatabaseException(String message, Throwable cause) {
            super(message, cause);
        }

        UnusableDatabaseException(String message) {
            super(message);
        }
    }

    private static final System.Logger LOG = System.getLogger(DatabaseCheck.class.getName());

    /** The newest migration that this version brings along. */
    static final int NEWEST_SCHEMA = 14;

    /** Whoever holds the database for longer is no passing writer. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration LONG = Duration.ofSeconds(5);

    private DatabaseCheck() {}

    /**
     * Reads every page of the database below a data folder, and begins to write. Without a database there is nothing to check.
     *
     * @param backups where they lie
     * @throws UnusableDatabaseException when it is damaged, held by another program, written by a newer version, or cannot be read and
     *     written
     */
    public static void require(Path data, Path backups) throws UnusableDatabaseException {
        require(data, backups, PATIENCE);
    }

    static void require(Path data, Path backups, Duration patience) throws UnusableDatabaseException {
        Path file = data.resolve(StorageProbes.DATABASE);
        if (!Files.exists(file)) {
            return;
        }
        long began = System.nanoTime();
        String url = "jdbc:sqlite:%s?busy_timeout=%d".formatted(file, patience.toMillis());
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            requireIntact(statement, data, backups);
            requireKnown(statement, file);
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            DatabaseFault fault = DatabaseFault.of(e).orElse(DatabaseFault.UNUSABLE);
            throw refused(data, backups, fault, String.valueOf(e.getMessage()), e);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        if (took.compareTo(LONG) > 0) {
            LOG.log(System.Logger.Level.INFO, "checking the database took {0} s", took.toSeconds());
        }
    }

    private static void requireIntact(Statement statement, Path data, Path backups)
            throws SQLException, UnusableDatabaseException {
        try (ResultSet answer = statement.executeQuery("PRAGMA quick_check(1)")) {
            String finding = answer.next() ? answer.getString(1) : "no answer";
            if (!finding.equals("ok")) {
                throw refused(data, backups, DatabaseFault.DAMAGED, finding, null);
            }
        }
    }

    /** A newer version may have moved or dropped what this one would write to. */
    private static void requireKnown(Statement statement, Path file) throws SQLException, UnusableDatabaseException {
        try (ResultSet history = statement.executeQuery(
                "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'flyway_schema_history'")) {
            if (!history.next()) {
                return; // killed before the first migration
            }
        }
        try (ResultSet newest = statement.executeQuery(
                "SELECT MAX(CAST(version AS INTEGER)) FROM flyway_schema_history WHERE success = 1")) {
            int found = newest.next() ? newest.getInt(1) : 0;
            if (found > NEWEST_SCHEMA) {
                throw new UnusableDatabaseException(
                        ("database %s was written by a newer version of Winnow: its schema is %d, this version knows schemas up to %d."
                                        + " Nothing was changed. Start the newer version again, or restore a backup from before the"
                                        + " upgrade with 'winnow restore' (UPGRADING.md)")
                                .formatted(file.toAbsolutePath(), found, NEWEST_SCHEMA));
            }
        }
    }

    @SuppressWarnings("NullAway") // an exception may have no cause
    private static UnusableDatabaseException refused(
            Path data, Path backups, DatabaseFault fault, String reason, @Nullable Throwable cause) {
        return new UnusableDatabaseException(
                "database %s %s (%s). %s"
                        .formatted(
                                data.resolve(StorageProbes.DATABASE).toAbsolutePath(),
                                fault.text(),
                                reason.strip().replaceAll("\\s+", " "),
                                fault.advice(data, backups)),
                cause);
    }

    /** Version of SQLite that the driver was made for, such as {@code 3.54.1}. */
    public static String expectedVersion() {
        return SQLiteJDBCLoader.getVersion().replaceFirst("^(\\d+\\.\\d+\\.\\d+).*", "$1");
    }

    /** Loads SQLite's native library; its own version. */
    public static String loadedVersion() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = connection.createStatement();
                ResultSet version = statement.executeQuery("SELECT sqlite_version()")) {
            return version.getString(1);
        }
    }
}
