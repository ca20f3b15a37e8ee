package io.winnow.adapter.exchange;

import io.winnow.core.exchange.ImportFile.RefusedException;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A zip that came from anywhere. Its entries are read one at a time and never written to where their names say. Limits are on what
 * really comes out, whatever the entry says of its size. Used by one thread.
 */
final class ZipIn implements Closeable {
    static final int MOST_ENTRIES = 60_000;
    static final long MOST_BYTES = 8L << 30;
    /** A table or JSON. */
    static final long MOST_TEXT = 64L << 20;

    /** What compresses better than this is no picture. */
    private static final long MOST_RATIO = 200;

    private static final long RATIO_FROM = 1 << 20;
    private static final Set<String> OWN_FOLDERS =
            Set.of("train", "test", "ground_truth", "images", MvtecFrames.UNLABELLED, MvtecFrames.UNSURE);

    /** Room for {@value #MOST_ENTRIES} entries with long names. */
    private static final long MOST_DIRECTORY = 32 << 20;

    /** End of the central directory (APPNOTE 4.3.16), which may be followed by a comment of 65,535 bytes. */
    private static final int END_SIGNATURE = 0x06054b50;

    private static final int END_BYTES = 22;
    private static final int END_DIRECTORY_SIZE = 12;
    private static final long MOST_TAIL = END_BYTES + 65_535;

    private final ZipFile zip;
    private final Map<String, ZipEntry> entries;
    private long bytesRead;

    ZipIn(Path file) throws IOException, RefusedException {
        requireSmallDirectory(file);
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException e) {
            throw new RefusedException("the file begins like a zip and is none: " + e.getMessage());
        }
        try {
            entries = withoutTopFolder(checked());
        } catch (RefusedException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    /** The JDK reads a zip's directory into memory whole, however large the zip says that it is. */
    private static void requireSmallDirectory(Path file) throws IOException, RefusedException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer tail = ByteBuffer.allocate((int) Math.min(channel.size(), MOST_TAIL))
                    .order(ByteOrder.LITTLE_ENDIAN);
            long from = channel.size() - tail.capacity();
            while (tail.hasRemaining() && channel.read(tail, from + tail.position()) >= 0) {
                // until it is full
            }
            for (int at = 0; at + END_BYTES <= tail.position(); at++) {
                long bytes = Integer.toUnsignedLong(tail.getInt(at + END_DIRECTORY_SIZE));
                if (tail.getInt(at) == END_SIGNATURE && bytes > MOST_DIRECTORY) {
                    throw new RefusedException("the directory of the zip has %d bytes or more; at most %d are taken"
                            .formatted(bytes, MOST_DIRECTORY));
                }
            }
        }
    }

    private Map<String, ZipEntry> checked() throws RefusedException {
        if (zip.size() > MOST_ENTRIES) {
            throw new RefusedException(
                    "the zip has %d entries; at most %d are taken".formatted(zip.size(), MOST_ENTRIES));
        }
        Map<String, ZipEntry> found = new LinkedHashMap<>();
        long bytes = 0;
        for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
            ZipEntry entry = all.nextElement();
            String name = entry.getName();
            requireInside(name);
            if (entry.isDirectory() || name.startsWith("__MACOSX/") || name.endsWith(".DS_Store")) {
                continue;
            }
            bytes += Math.max(0, entry.getSize());
            requireSane(entry, bytes);
            if (found.put(name, entry) != null) {
                throw new RefusedException(
                        "entry '%.120s' is in the zip twice; each name may stand once".formatted(name));
            }
        }
        return found;
    }

    private static void requireInside(String name) throws RefusedException {
        boolean outside = name.isEmpty()
                || name.startsWith("/")
                || name.contains("\\")
                || name.matches("(?s)^[A-Za-z]:.*")
                || name.chars().anyMatch(character -> character < ' ')
                || List.of(name.split("/", -1)).contains("..");
        if (outside) {
            throw new RefusedException(
                    ("entry '%.120s' leads out of the zip; names must be relative, with / between folders and without"
                                    + " .. or control characters")
                            .formatted(name.replaceAll("\\p{Cntrl}", "?")));
        }
    }

    private static void requireSane(ZipEntry entry, long bytesSoFar) throws RefusedException {
        if (bytesSoFar > MOST_BYTES) {
            throw new RefusedException(
                    "the zip holds more than %d bytes; that is the most that are taken".formatted(MOST_BYTES));
        }
        requireRatio(entry, entry.getSize());
    }

    private static void requireRatio(ZipEntry entry, long size) throws RefusedException {
        long compressed = Math.max(1, entry.getCompressedSize());
        if (size > RATIO_FROM && size / compressed > MOST_RATIO) {
            throw new RefusedException(
                    "entry '%.120s' grows from %d to %d bytes or more; at most %d times as many are taken"
                            .formatted(entry.getName(), compressed, size, MOST_RATIO));
        }
    }

    /** Many tools put everything into one folder. */
    private static Map<String, ZipEntry> withoutTopFolder(Map<String, ZipEntry> found) {
        Set<String> tops = found.keySet().stream()
                .map(name -> name.contains("/") ? name.substring(0, name.indexOf('/')) : "")
                .collect(Collectors.toSet());
        String top = tops.size() == 1 ? tops.iterator().next() : "";
        if (top.isEmpty() || OWN_FOLDERS.contains(top)) {
            return found;
        }
        Map<String, ZipEntry> inside = new LinkedHashMap<>();
        found.forEach((name, entry) -> inside.put(name.substring(top.length() + 1), entry));
        return inside;
    }

    /** Names of all files, sorted. */
    List<String> names() {
        List<String> names = new ArrayList<>(entries.keySet());
        names.sort(null);
        return names;
    }

    /** The name itself where there is such a file. */
    Optional<String> find(String name) {
        return entries.containsKey(name) ? Optional.of(name) : Optional.empty();
    }

    /** The JSON file, if there is exactly one outside of folders, or altogether. */
    Optional<String> json() {
        List<String> all = names().stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).endsWith(".json"))
                .toList();
        List<String> outer = all.stream().filter(name -> !name.contains("/")).toList();
        List<String> chosen = outer.isEmpty() ? all : outer;
        return chosen.size() == 1 ? Optional.of(chosen.get(0)) : find(CocoFrames.ANNOTATIONS);
    }

    /**
     * The bytes of a file.
     *
     * @throws RefusedException when there are more than {@code most}, or more in the whole zip than may be
     */
    byte[] read(String name, long most) throws IOException, RefusedException {
        ZipEntry entry = entries.get(name);
        if (entry == null) {
            throw new RefusedException("the zip has no entry '%.120s'".formatted(name));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = zip.getInputStream(entry)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes.write(buffer, 0, read);
                bytesRead += read;
                if (bytes.size() > most) {
                    throw new RefusedException(
                            "entry '%.120s' has more than %d bytes, the most that are taken".formatted(name, most));
                }
                requireSane(entry, bytesRead);
                requireRatio(entry, bytes.size());
            }
        } catch (ZipException | EOFException e) {
            throw new RefusedException("entry '%.120s' cannot be unpacked: %s".formatted(name, e.getMessage()));
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
