package io.winnow.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.core.health.Finding;
import io.winnow.core.health.Health;
import io.winnow.testing.Inspections;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class DatabaseCheckTest {
    private final Path data;
    private final Path file;
    private final Path backups;
    private final Database database;

    DatabaseCheckTest(@TempDir Path data) throws IOException {
        this.data = data;
        this.file = data.resolve("winnow.db");
        this.backups = data.resolve("backups");
        TestDatabase.create(data);
        Files.move(data.resolve("test.db"), file);
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file + "?journal_mode=WAL&busy_timeout=100");
        this.database = new Database(source);
    }

    @BeforeEach
    void fill() throws Exception {
        SqlInspectionStore inspections = new SqlInspectionStore(database);
        for (int number = 1; number <= 60; number++) {
            var inspection = Inspections.scored(number, 0.5, Inspections.mapWithPeak(40, 40, 0, 0, 0.5f));
            inspections.save(
                    inspection,
                    new io.winnow.core.inspection.OutgoingEvent(
                            inspection.id().value(), inspection.station(), ByteBuffer.allocate(500)));
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    @Test
    void require_intactOrAbsent_isFine() {
        assertThatCode(() -> DatabaseCheck.require(data, backups)).doesNotThrowAnyException();
        assertThatCode(() -> DatabaseCheck.require(data.resolve("nothing-here"), backups))
                .doesNotThrowAnyException();
    }

    @Test
    void require_writtenByANewerVersion_isRefusedAndLeftAsItIs() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
                            + " installed_by, execution_time, success) VALUES (99, '4711', 'from the future', 'SQL', 'V4711.sql', '', 1, 1)");
        }
        byte[] before = Files.readAllBytes(file);

        assertThatThrownBy(() -> DatabaseCheck.require(data, backups))
                .isInstanceOf(DatabaseCheck.UnusableDatabaseException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("schema is 4711")
                .hasMessageContaining("up to " + DatabaseCheck.NEWEST_SCHEMA)
                .hasMessageContaining("restore a backup");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void newestSchema_isThatOfTheMigrations() throws Exception {
        Path migrations = Path.of(
                Objects.requireNonNull(getClass().getResource("/db/migration")).toURI());
        try (Stream<Path> files = Files.list(migrations)) {
            assertThat(files.map(path -> String.valueOf(path.getFileName()))
                            .map(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
                            .max(Comparator.naturalOrder()))
                    .hasValue(DatabaseCheck.NEWEST_SCHEMA);
        }
    }

    @Test
    void require_pagesOverwritten_namesTheNewestBackup() throws Exception {
        Files.createDirectories(backups);
        Path newest = Files.writeString(backups.resolve("winnow-ulm-20260302T010203004Z.zip"), "");
        Files.writeString(backups.resolve("winnow-ulm-20260301T010203004Z.zip"), "");
        overwritePages();

        assertThatThrownBy(() -> DatabaseCheck.require(data, backups))
                .isInstanceOf(DatabaseCheck.UnusableDatabaseException.class)
                .hasMessageContaining(file.toAbsolutePath() + " is damaged")
                .hasMessageContaining("winnow restore " + newest.toAbsolutePath());
    }

    @Test
    void require_noDatabaseAtAll_saysThatThereIsNoBackup() throws Exception {
        Files.writeString(
                file, "this is a text file that somebody put here, and it is long enough for a header".repeat(3));

        assertThatThrownBy(() -> DatabaseCheck.require(data, backups))
                .hasMessageContaining("is damaged")
                .hasMessageContaining("there is none in " + backups.toAbsolutePath());
    }

    @Test
    void require_heldByAnother_saysSoAfterAWhile() throws Exception {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");

            assertThatThrownBy(() -> DatabaseCheck.require(data, backups, Duration.ofMillis(100)))
                    .hasMessageContaining("is held by another program")
                    .hasMessageContaining("fuser");
        }
    }

    @Test
    void probe_heldByAnother_isAFindingWithAnAction() throws Exception {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");

            Finding finding = new StorageProbes(
                            database, new FileFrameStore(data.resolve("frames")), data, backups, Clock.systemUTC())
                    .database();

            assertThat(finding.health()).isEqualTo(Health.FAILED);
            assertThat(finding.code()).isEqualTo("database.locked");
            assertThat(finding.action())
                    .hasValueSatisfying(action -> assertThat(action).contains("End whatever else has it open"));
        }
    }

    private void overwritePages() throws Exception {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] rubbish = new byte[4096];
            java.util.Arrays.fill(rubbish, (byte) 0x5a);
            for (int page = 3; page < raw.length() / 4096; page += 2) {
                raw.seek(page * 4096L);
                raw.write(rubbish);
            }
        }
    }
}
