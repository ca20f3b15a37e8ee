package io.winnow.adapter.storage;

import io.winnow.adapter.storage.DatabaseCheck.UnusableDatabaseException;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Looks at a PostgreSQL database before anything is built upon it, and reaches it outside the framework. */
public final class DatabaseServerCheck {
    private static final int CONNECT_SECONDS = 10;

    /** What the schema is tested with. */
    private static final int OLDEST_SERVER = 15;

    private DatabaseServerCheck() {}

    /** A name and a password. */
    public record Login(String name, String password) {}

    /** The driver's address of {@code postgresql://host:port/database}. */
    public static String jdbcUrl(URI uri) {
        return "jdbc:" + uri;
    }

    /** Connections without a pool: for commands, and to look before the service starts. */
    public static DataSource source(URI uri, Optional<Login> login) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl(uri));
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setLoginTimeout(CONNECT_SECONDS);
        login.ifPresent(given -> {
            source.setUser(given.name());
            source.setPassword(given.password());
        });
        return source;
    }

    /**
     * Connects and reads what wrote the schema. An empty database is fine.
     *
     * @throws UnusableDatabaseException when it cannot be reached, is too old, or was written by a newer version
     */
    public static void require(URI uri, Optional<Login> login) throws UnusableDatabaseException {
        try (Connection connection = source(uri, login).getConnection();
                Statement statement = connection.createStatement()) {
            int server = connection.getMetaData().getDatabaseMajorVersion();
            if (server < OLDEST_SERVER) {
                throw new UnusableDatabaseException("database %s is PostgreSQL %d; it must be %d or newer"
                        .formatted(named(uri), server, OLDEST_SERVER));
            }
            requireKnown(statement, uri);
        } catch (SQLException e) {
            throw new UnusableDatabaseException(
                    "database %s cannot be used (%s). Look whether PostgreSQL runs there, and at storage.database in site.yaml"
                            .formatted(
                                    named(uri),
                                    String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " ")),
                    e);
        }
    }

    private static void requireKnown(Statement statement, URI uri) throws SQLException, UnusableDatabaseException {
        try (ResultSet history = statement.executeQuery("SELECT to_regclass('flyway_schema_history') IS NOT NULL")) {
            if (!history.next() || !history.getBoolean(1)) {
                return; // nothing was ever stored there
            }
        }
        try (ResultSet newest = statement.executeQuery(
                "SELECT MAX(CAST(version AS INTEGER)) FROM flyway_schema_history WHERE success")) {
            int found = newest.next() ? newest.getInt(1) : 0;
            if (found > DatabaseCheck.NEWEST_SCHEMA) {
                throw new UnusableDatabaseException(
                        ("database %s was written by a newer version of Winnow: its schema is %d, this version knows schemas up to %d."
                                        + " Nothing was changed. Start the newer version again, or restore the database from before the upgrade"
                                        + " (UPGRADING.md)")
                                .formatted(named(uri), found, DatabaseCheck.NEWEST_SCHEMA));
            }
        }
    }

    /** Without parameters, which may name files of keys. */
    private static String named(URI uri) {
        return uri.toString().replaceFirst("\\?.*", "");
    }
}
