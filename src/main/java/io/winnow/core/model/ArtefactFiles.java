package io.winnow.core.model;

import io.winnow.core.image.ContentHash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Hashes and durability of the files in an artefact's folder. */
final class ArtefactFiles {
    private static final int BUFFER = 1 << 16;

    private ArtefactFiles() {}

    /** Size and hash of every file in a folder but the manifest and its signature. */
    static Map<String, Artefact.Seal> seals(Path folder) throws IOException {
        Map<String, Artefact.Seal> seals = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (!name.equals(Artefact.FILE) && !name.equals(ArtefactTrust.FILE)) {
                    seals.put(name, new Artefact.Seal(Files.size(file), hash(file)));
                }
            }
        }
        return seals;
    }

    static ContentHash hash(Path file) throws IOException {
        MessageDigest digest = ContentHash.sha256();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return new ContentHash(HexFormat.of().formatHex(digest.digest()));
    }

    /** Sees that the files of a folder, and their names, survive a loss of power. */
    static void force(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
