package io.winnow.adapter.storage;

import io.winnow.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteDataSource;

/** Real databases with all migrations applied, which is done once: it takes longer than most tests. */
public final class TestDatabase {
    private static byte @Nullable [] migrated;
    private static @Nullable String template;

    private TestDatabase() {}

    /** A new file in a folder. */
    public static Database create(Path folder) throws IOException {
        return new Database(source(Files.write(folder.resolve("test.db"), migrated(folder))));
    }

    /** A new file in a folder, or a new database of this process' own server. */
    public static Database create(Dialect dialect, Path folder) throws IOException {
        return dialect == Dialect.SQLITE ? create(folder) : create(Optional.empty());
    }

    /** A new database of this process' own server, for one that is alone or for a member of a fleet. */
    static Database create(Optional<String> member) throws IOException {
        return new Database(newPostgres(), Dialect.POSTGRESQL, member);
    }

    /** The same for several. */
    static DataSource newPostgres() throws IOException {
        PostgresServer server = PostgresServer.shared();
        return server.source(server.copyOf(template(server)));
    }

    private static synchronized String template(PostgresServer server) throws IOException {
        if (template == null) {
            String name = server.create();
            Flyway.configure()
                    .dataSource(server.source(name))
                    .locations("db/postgresql")
                    .load()
                    .migrate();
            template = name;
        }
        return template;
    }

    private static synchronized byte[] migrated(Path folder) throws IOException {
        if (migrated == null) {
            Path file = folder.resolve("migrated.db");
            Flyway.configure().dataSource(source(file)).load().migrate();
            migrated = Files.readAllBytes(file);
        }
        return migrated;
    }

    /** Makes whatever is added to a table fail from now on. */
    static void refuseInserts(Database database, String table) {
        database.write("breaking table " + table, handle -> {
            if (database.dialect() == Dialect.POSTGRESQL) {
                return handle.execute("CREATE TRIGGER broken BEFORE INSERT ON " + table
                        + " FOR EACH ROW EXECUTE FUNCTION refuse_change('it is broken')");
            }
            return handle.execute("CREATE TRIGGER broken BEFORE INSERT ON " + table
                    + " BEGIN SELECT RAISE(ABORT, 'it is broken'); END");
        });
    }

    /** Mends it. */
    static void allowInserts(Database database, String table) {
        String where = database.dialect() == Dialect.POSTGRESQL ? " ON " + table : "";
        database.write("mending table " + table, handle -> handle.execute("DROP TRIGGER broken" + where));
    }

    /** An open file, made where it is absent. */
    public static Database open(Path file) {
        return new Database(source(file));
    }

    /** An existing file that may not be written, where {@code readOnly}. */
    static Database open(Path file, boolean readOnly) {
        SQLiteDataSource source = source(file);
        source.setReadOnly(readOnly);
        return new Database(source);
    }

    private static SQLiteDataSource source(Path file) {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file + "?journal_mode=WAL&foreign_keys=on&busy_timeout=5000&synchronous=OFF");
        return source;
    }
}
