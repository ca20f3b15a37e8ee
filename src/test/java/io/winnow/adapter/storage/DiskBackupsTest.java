package io.winnow.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.core.Progress;
import io.winnow.core.backup.Backups;
import io.winnow.testing.HandClock;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskBackupsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T06:00:00Z");

    private final Path data;
    private final Path configuration;
    private final Path folder;
    private final DiskBackups backups;

    DiskBackupsTest(@TempDir Path parent) throws Exception {
        data = Files.createDirectories(parent.resolve("data"));
        configuration = parent.resolve("edge-config");
        Files.createDirectories(configuration.resolve("stations"));
        folder = parent.resolve("backups");
        Files.writeString(configuration.resolve("site.yaml"), "site: ulm\n");
        Files.writeString(configuration.resolve("stations/press-1.yaml"), "line: a\n");
        backups = new DiskBackups(
                new DiskBackups.Place("ulm", "1.2", data, configuration, folder, 2),
                HandClock.stepping(NOW, Duration.ofMinutes(1)));
        put("frames/ab/abcd.jpg", "a frame");
        put("embeddings/ab/abcd.f16", "an embedding");
        put("fitted/press-1/v1/manifest.json", "a model");
        sql("PRAGMA journal_mode = WAL");
        sql("CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT)");
        sql("INSERT INTO thing (name) VALUES ('first')");
    }

    private void put(String name, String content) throws IOException {
        Path file = data.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + data.resolve("winnow.db") + "?busy_timeout=5000");
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = connect();
                Statement run = connection.createStatement()) {
            run.execute(statement);
        }
    }

    private String one(String query) throws SQLException {
        try (Connection connection = connect();
                Statement run = connection.createStatement();
                ResultSet rows = run.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** Everything that is kept, but for the database's file, whose bytes a reader may change. */
    private Map<String, String> files() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(data)) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                String name = data.relativize(file).toString();
                if (name.matches("(frames|embeddings|fitted)/.*")) {
                    found.put(name, Files.readString(file));
                }
            }
        }
        return found;
    }

    private Path made() throws IOException {
        return backups.makeNext(Progress.NONE).file();
    }

    private void changeEverything() throws Exception {
        sql("DELETE FROM thing");
        sql("INSERT INTO thing (name) VALUES ('second')");
        Files.delete(data.resolve("frames/ab/abcd.jpg"));
        put("frames/cd/cdef.jpg", "another frame");
        put("fitted/press-1/v1/manifest.json", "damaged");
    }

    @Test
    void restore_bringsBackWhatWasKept_andMovesTheRestAside() throws Exception {
        Map<String, String> before = files();
        Backups.Made made = backups.makeNext(Progress.NONE);
        changeEverything();

        Backups.Restored restored = backups.restore(made.file(), Progress.NONE);

        assertThat(files()).isEqualTo(before);
        assertThat(one("SELECT group_concat(name) FROM thing")).isEqualTo("first");
        assertThat(restored.at()).isEqualTo(made.at());
        assertThat(restored.files()).isEqualTo(made.files()).isEqualTo(6);
        assertThat(restored.aside().resolve("frames/cd/cdef.jpg")).hasContent("another frame");
        assertThat(restored.aside().resolve("winnow.db")).exists();
        assertThat(restored.aside().resolve("configuration-of-the-backup/stations/press-1.yaml"))
                .hasContent("line: a");
        assertThat(data.resolve(".restoring")).doesNotExist();
    }

    @Test
    void restore_ontoANewMachine_needsNothingThere() throws Exception {
        Path made = made();
        try (Stream<Path> all = Files.walk(data)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }

        backups.restore(made, Progress.NONE);

        assertThat(one("SELECT name FROM thing")).isEqualTo("first");
        assertThat(files()).hasSize(3);
    }

    @Test
    void make_whileRowsAreWritten_holdsOneMoment() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            try (Connection connection = connect();
                    Statement run = connection.createStatement()) {
                while (!stop.get()) {
                    // Two rows in one transaction: a copy of some moment has an even number of them.
                    run.execute("INSERT INTO thing (name) VALUES ('left'), ('right')");
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        Path made = made();
        stop.set(true);
        writer.get();

        backups.restore(made, Progress.NONE);

        assertThat(one("PRAGMA integrity_check")).isEqualTo("ok");
        assertThat(Integer.parseInt(one("SELECT COUNT(*) FROM thing WHERE name <> 'first'")) % 2)
                .isZero();
    }

    @Test
    void restore_anyByteDamaged_isRefusedOrHarmless() throws Exception {
        Path made = made();
        Map<String, String> before = files();
        byte[] intact = Files.readAllBytes(made);
        SplittableRandom random = new SplittableRandom(1);
        int refused = 0;
        for (int i = 0; i < 60; i++) {
            byte[] damaged = intact.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            Path file = Files.write(folder.resolve("damaged-" + i + ".zip"), damaged);
            try {
                backups.restore(file, Progress.NONE);
            } catch (IOException e) {
                refused++;
            }
            assertThat(files()).isEqualTo(before);
            assertThat(one("SELECT name FROM thing")).isEqualTo("first");
            assertThat(BackupRestore.unfinished(data)).isFalse();
        }
        assertThat(refused).isGreaterThan(30);
    }

    @Test
    void restore_whatIsNoBackup_isRefusedByName() throws Exception {
        assertThatThrownBy(() -> backups.restore(folder.resolve("absent.zip"), Progress.NONE))
                .hasMessageContaining("absent.zip does not exist");
        Path text = Files.writeString(Files.createDirectories(folder).resolve("text.zip"), "no zip");
        assertThatThrownBy(() -> backups.restore(text, Progress.NONE)).hasMessageContaining("text.zip is no backup");
        Path cut = made();
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 400));
        assertThatThrownBy(() -> backups.restore(cut, Progress.NONE)).hasMessageContaining("or a truncated one");
    }

    @Test
    void restore_hostileManifest_isRefused() throws Exception {
        for (String[] change : List.of(
                new String[] {"frames/ab/abcd.jpg", "../abcd.jpg", "does not belong into a backup"},
                new String[] {"frames/ab/abcd.jpg", "frames/../../x", "does not belong into a backup"},
                new String[] {"\"format\":1", "\"format\":2", "its format is 2, this program reads 1"},
                new String[] {"\"winnow.db\"", "\"fitted/x\"", "it holds no database"},
                new String[] {"frames/ab/abcd.jpg", "frames/ab/zzzz.jpg", "frames/ab/zzzz.jpg: it is missing"})) {
            Path made = made();
            rewriteManifest(made, change[0], change[1]);

            assertThatThrownBy(() -> backups.restore(made, Progress.NONE)).hasMessageContaining(change[2]);
            assertThat(one("SELECT name FROM thing")).isEqualTo("first");
        }
    }

    private static void rewriteManifest(Path zip, String from, String to) throws IOException {
        try (FileSystem inside = FileSystems.newFileSystem(URI.create("jar:" + zip.toUri()), Map.of())) {
            Path manifest = inside.getPath("backup.json");
            String json = Files.readString(manifest, StandardCharsets.UTF_8);
            assertThat(json).contains(from);
            Files.writeString(manifest, json.replace(from, to));
        }
    }

    @Test
    void restore_whileTheDataIsInUse_isRefused() throws Exception {
        Path made = made();
        try (StorageLock lock = StorageLock.take(data)) {
            assertThatThrownBy(() -> backups.restore(made, Progress.NONE))
                    .hasMessageContaining("is in use by another winnow");
            assertThatThrownBy(() -> StorageLock.take(data)).hasMessageContaining("is in use by another winnow");
        }
        backups.restore(made, Progress.NONE);
    }

    @Test
    void restore_cancelledWhileUnpacking_changesNothing() throws Exception {
        Path made = made();
        changeEverything();
        Map<String, String> before = files();

        assertThatThrownBy(() -> backups.restore(made, (phase, done, total) -> {
                    throw new CancellationException("enough");
                }))
                .isInstanceOf(CancellationException.class);

        assertThat(files()).isEqualTo(before);
        StorageLock.take(data).close();
        backups.restore(made, Progress.NONE);
        assertThat(one("SELECT name FROM thing")).isEqualTo("first");
    }

    @Test
    void restore_interruptedBetweenTheMoves_keepsTheServiceOffAndIsFinishedByTheNext() throws Exception {
        Path made = made();
        Map<String, String> before = files();
        changeEverything();
        // A stone in the way of the third move: the database and the frames have changed places then.
        Path stone = data.resolve("before-restore-20261120T060200000Z/embeddings/stone");
        Files.createDirectories(stone.getParent());
        Files.writeString(stone, "in the way");

        assertThatThrownBy(() -> backups.restore(made, Progress.NONE)).isInstanceOf(IOException.class);
        assertThat(files()).isNotEqualTo(before);
        assertThatThrownBy(() -> StorageLock.take(data)).hasMessageContaining("a restore was interrupted");

        Files.delete(stone);
        Backups.Restored restored = backups.restore(made, Progress.NONE);

        assertThat(files()).isEqualTo(before);
        assertThat(one("SELECT name FROM thing")).isEqualTo("first");
        assertThat(restored.aside().resolve("frames/cd/cdef.jpg")).hasContent("another frame");
        StorageLock.take(data).close();
    }

    @Test
    void makeNext_keepsTheNewest() throws Exception {
        Path first = made();
        Path second = made();
        Path third = made();
        Path mine = backups.make(folder.resolve("mine.zip"), Progress.NONE).file();

        assertThat(backups.list()).containsExactly(third, second);
        assertThat(first).doesNotExist();
        assertThat(mine).exists();
    }

    @Test
    void make_failing_leavesNoFile() throws Exception {
        Path there = Files.writeString(Files.createDirectories(folder).resolve("there.zip"), "mine");
        assertThatThrownBy(() -> backups.make(there, Progress.NONE)).hasMessageContaining("exists");
        assertThatThrownBy(() -> backups.make(folder.resolve("cancelled.zip"), (phase, done, total) -> {
                    throw new CancellationException("enough");
                }))
                .isInstanceOf(CancellationException.class);
        Files.delete(data.resolve("winnow.db"));
        assertThatThrownBy(() -> made()).hasMessageContaining("there is nothing to back up");

        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(there);
        }
    }
}
