package io.winnow.adapter.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteDataSource;

/** Real database files with all migrations applied, which is done once: it takes longer than most tests. */
public final class TestDatabase {
    private static byte @Nullable [] migrated;

    private TestDatabase() {}

    public static Database create(Path folder) throws IOException {
        return new Database(source(Files.write(folder.resolve("test.db"), migrated(folder))));
    }

    private static synchronized byte[] migrated(Path folder) throws IOException {
        if (migrated == null) {
            Path file = folder.resolve("migrated.db");
            Flyway.configure().dataSource(source(file)).load().migrate();
            migrated = Files.readAllBytes(file);
        }
        return migrated;
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
