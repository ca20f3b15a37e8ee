package io.winnow.adapter.storage;

import io.winnow.core.Progress;
import io.winnow.core.image.ContentHash;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes one backup. The database goes first, as it is at one moment; files are written before the rows that name them and never change, so
 * that every file that the snapshot names is there, but for those that retention deletes meanwhile.
 */
final class BackupWriter {
    private static final String PHASE = "copy";
    private static final int BUFFER = 1 << 16;

    /** A file that goes into the backup. */
    private record Source(String name, Path path, long bytes, boolean packed) {}

    private final Path data;
    private final Path configuration;
    private final byte[] buffer = new byte[BUFFER];
    private final Map<String, BackupManifest.Entry> entries = new TreeMap<>();
    private long done;
    private long total;

    BackupWriter(Path data, Path configuration) {
        this.data = data;
        this.configuration = configuration;
    }

    /** Writes beside the target and moves it there at the end, on disk when this returns. */
    int write(Path target, BackupManifest description, Progress progress) throws IOException {
        Path folder = Objects.requireNonNull(target.toAbsolutePath().getParent(), "a file has a folder");
        Path unfinished = Files.createTempFile(folder, ".unfinished", ".zip");
        Path snapshot = unfinished.resolveSibling(unfinished.getFileName() + ".db");
        try {
            snapshot(snapshot);
            List<Source> sources = sources(snapshot);
            total = sources.stream().mapToLong(Source::bytes).sum();
            requireRoom(folder);
            try (ZipOutputStream zip = new ZipOutputStream(
                    new BufferedOutputStream(Files.newOutputStream(unfinished), BUFFER), StandardCharsets.UTF_8)) {
                for (Source source : sources) {
                    add(zip, source, progress);
                }
                BackupManifest manifest = new BackupManifest(
                        description.format(), description.version(), description.site(), description.at(), entries);
                zip.putNextEntry(new ZipEntry(BackupManifest.NAME));
                zip.write(manifest.json().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
            force(unfinished);
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
            return entries.size();
        } finally {
            Files.deleteIfExists(snapshot);
            Files.deleteIfExists(unfinished);
        }
    }

    private void snapshot(Path to) throws IOException {
        Path database = data.resolve("winnow.db");
        if (!Files.exists(database)) {
            throw new IOException("there is nothing to back up: %s does not exist".formatted(database));
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database + "?busy_timeout=30000");
                PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
            vacuum.setString(1, to.toString());
            vacuum.execute();
        } catch (SQLException e) {
            throw new IOException("database %s cannot be copied: %s".formatted(database, e.getMessage()), e);
        }
    }

    private List<Source> sources(Path snapshot) throws IOException {
        List<Source> sources = new ArrayList<>();
        sources.add(new Source("winnow.db", snapshot, Files.size(snapshot), false));
        collect("configuration", configuration, false, sources);
        collect("fitted", data.resolve("fitted"), false, sources);
        // Frames are JPEG or PNG and embeddings are noise to a packer.
        collect("frames", data.resolve("frames"), true, sources);
        collect("embeddings", data.resolve("embeddings"), true, sources);
        return sources;
    }

    private static void collect(String name, Path folder, boolean packed, List<Source> sources) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                String below = folder.relativize(file).toString().replace('\\', '/');
                if (wanted(below) && Files.isRegularFile(file)) {
                    sources.add(new Source(name + "/" + below, file, Files.size(file), packed));
                }
            }
        } catch (NoSuchFileException e) {
            // Retention or a refit took it away while we walked; what is left is in the next walk.
            sources.removeIf(source -> source.name().startsWith(name + "/"));
            collect(name, folder, packed, sources);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Not what is being written or deleted just now. */
    private static boolean wanted(String below) {
        return !below.startsWith("unfinished/") && !below.contains("/.") && !below.startsWith(".");
    }

    private void requireRoom(Path folder) throws IOException {
        long room = Files.getFileStore(folder).getUsableSpace();
        if (room < total) {
            throw new IOException(
                    "a backup needs up to %,d bytes in %s, and %,d are left".formatted(total, folder, room));
        }
    }

    private void add(ZipOutputStream zip, Source source, Progress progress) throws IOException {
        MessageDigest digest = ContentHash.sha256();
        long bytes = 0;
        try (InputStream in = Files.newInputStream(source.path())) {
            zip.setLevel(source.packed() ? Deflater.NO_COMPRESSION : Deflater.BEST_SPEED);
            zip.putNextEntry(new ZipEntry(source.name()));
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                zip.write(buffer, 0, read);
                digest.update(buffer, 0, read);
                bytes += read;
                progress.advance(PHASE, Math.min(total, done + bytes), total);
            }
            zip.closeEntry();
        } catch (NoSuchFileException e) {
            // Deleted by retention since the walk: the rows that name it are as good as deleted too.
            done += source.bytes();
            return;
        }
        done += source.bytes();
        entries.put(
                source.name(), new BackupManifest.Entry(bytes, HexFormat.of().formatHex(digest.digest())));
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
