package io.winnow.adapter.storage;

import io.winnow.core.Progress;
import io.winnow.core.image.ContentHash;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Puts one backup back: everything is unpacked beside the data and compared with its hash; then a mark is set and the parts change places one by
 * one, each by a rename. Without the mark nothing has changed; with it the moves are done again until none is left.
 */
final class BackupRestore {
    private static final String PHASE = "restore";
    private static final String FOLDER = ".restoring";
    private static final String MARK = "verified";
    private static final int BUFFER = 1 << 16;

    private static final List<String> FOLDERS = List.of("frames", "embeddings", "fitted");
    private static final List<String> PARTS = List.of("winnow.db", "frames", "embeddings", "fitted");

    /** What SQLite keeps beside its file belongs to the old database. */
    private static final List<String> BESIDE_DATABASE = List.of("winnow.db-wal", "winnow.db-shm");

    /** What was put back, and where the old data lies. */
    record Done(BackupManifest manifest, Path aside) {}

    private final Path data;
    private final Path restoring;

    BackupRestore(Path data) {
        this.data = data;
        this.restoring = data.resolve(FOLDER);
    }

    /** Whether parts may have changed places and others not yet. */
    static boolean unfinished(Path data) {
        return Files.exists(data.resolve(FOLDER).resolve(MARK));
    }

    /**
     * Restores, or finishes a restore that was interrupted.
     *
     * @param aside where the old data is moved; one that is finished later keeps its first choice
     * @return where the old data lies
     */
    Done run(Path file, Path aside, Progress progress) throws IOException {
        try (ZipFile zip = open(file)) {
            BackupManifest manifest = manifest(file, zip);
            if (!unfinished(data)) {
                delete(restoring);
                requireRoom(manifest);
                unpack(file, zip, manifest, progress);
                Files.writeString(restoring.resolve(MARK), aside.toString());
                force(restoring.resolve(MARK));
            }
            Path chosen = Path.of(Files.readString(restoring.resolve(MARK)));
            change(chosen);
            return new Done(manifest, chosen);
        }
    }

    private static ZipFile open(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("backup %s does not exist".formatted(file));
        }
        try {
            return new ZipFile(file.toFile(), StandardCharsets.UTF_8);
        } catch (ZipException e) {
            throw new IOException("%s is no backup, or a truncated one: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static BackupManifest manifest(Path file, ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry(BackupManifest.NAME);
        if (entry == null) {
            throw new IOException("%s is no backup: it holds no %s".formatted(file, BackupManifest.NAME));
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return BackupManifest.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IOException("%s cannot be restored: %s".formatted(file, e.getMessage()), e);
        }
    }

    private void requireRoom(BackupManifest manifest) throws IOException {
        long room = Files.getFileStore(data).getUsableSpace();
        if (room < manifest.bytes()) {
            throw new IOException("the backup needs %,d bytes in %s beside what is there, and %,d are left"
                    .formatted(manifest.bytes(), data, room));
        }
    }

    private void unpack(Path file, ZipFile zip, BackupManifest manifest, Progress progress) throws IOException {
        long total = manifest.bytes();
        long done = 0;
        for (String folder : FOLDERS) {
            Files.createDirectories(restoring.resolve(folder));
        }
        for (Map.Entry<String, BackupManifest.Entry> each : manifest.entries().entrySet()) {
            ZipEntry entry = zip.getEntry(each.getKey());
            if (entry == null) {
                throw damaged(file, each.getKey(), "it is missing");
            }
            Path target = restoring.resolve(each.getKey());
            Files.createDirectories(target.getParent());
            unpack(file, zip, entry, target, each.getValue());
            done += each.getValue().bytes();
            progress.advance(PHASE, done, total);
        }
    }

    private static void unpack(Path file, ZipFile zip, ZipEntry entry, Path target, BackupManifest.Entry wanted)
            throws IOException {
        MessageDigest digest = ContentHash.sha256();
        byte[] buffer = new byte[BUFFER];
        long bytes = 0;
        try (InputStream in = zip.getInputStream(entry);
                OutputStream out = Files.newOutputStream(target)) {
            // No more than it should have: what claims to be small may not fill the disk.
            for (int read = in.read(buffer); read >= 0 && bytes <= wanted.bytes(); read = in.read(buffer)) {
                out.write(buffer, 0, read);
                digest.update(buffer, 0, read);
                bytes += read;
            }
        } catch (ZipException e) {
            throw damaged(file, entry.getName(), String.valueOf(e.getMessage()));
        }
        String actual = HexFormat.of().formatHex(digest.digest());
        if (bytes != wanted.bytes() || !actual.equals(wanted.sha256())) {
            throw damaged(file, entry.getName(), "its SHA-256 is %s, must be %s".formatted(actual, wanted.sha256()));
        }
        force(target);
    }

    private static IOException damaged(Path file, String entry, String why) {
        return new IOException("backup %s is damaged at %s: %s; nothing was changed".formatted(file, entry, why));
    }

    private void change(Path aside) throws IOException {
        Files.createDirectories(aside);
        if (Files.exists(restoring.resolve("winnow.db"))) {
            for (String part : BESIDE_DATABASE) {
                if (Files.exists(data.resolve(part))) {
                    Files.move(data.resolve(part), aside.resolve(part), StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
        for (String part : PARTS) {
            change(part, aside);
        }
        Path configuration = restoring.resolve("configuration");
        if (Files.exists(configuration)) {
            Files.move(configuration, aside.resolve("configuration-of-the-backup"), StandardCopyOption.ATOMIC_MOVE);
        }
        delete(restoring);
    }

    /** Does what is left to do: a part that is not among the unpacked ones any more has changed places. */
    private void change(String part, Path aside) throws IOException {
        Path restored = restoring.resolve(part);
        if (!Files.exists(restored)) {
            return;
        }
        Path now = data.resolve(part);
        if (Files.exists(now)) {
            Files.move(now, aside.resolve(part), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(restored, now, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** The mark goes last. */
    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.comparing((Path each) -> each.endsWith(MARK) || each.equals(folder))
                            .thenComparing(Comparator.reverseOrder()))
                    .toList()) {
                Files.delete(path);
            }
        }
    }
}
