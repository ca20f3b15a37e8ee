package io.winnow.adapter.objects;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which files and folders on this machine are copies of objects, and how much they take. Beyond the limit those go first that nobody has
 * used for longest; what was used a moment ago stays whatever the limit says, because somebody may be reading it. Thread-safe.
 */
public final class LocalCache {
    private static final System.Logger LOG = System.getLogger(LocalCache.class.getName());
    /** From learning where a copy is to having read it, generously. */
    private static final Duration IN_USE = Duration.ofMinutes(5);

    private record Entry(long bytes, Instant usedAt) {}

    private final long mostBytes;
    private final Clock clock;
    private final Map<Path, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** @param mostBytes that all copies take, but for those in use */
    public LocalCache(long mostBytes, Clock clock) {
        this.mostBytes = mostBytes;
        this.clock = clock;
    }

    /** Notes a copy that an earlier run left. */
    synchronized void found(Path copy, Instant usedAt) throws IOException {
        note(copy, new Entry(size(copy), usedAt));
    }

    /** Notes a copy that was just made, and deletes others where there are too many bytes now. */
    synchronized void added(Path copy) throws IOException {
        note(copy, new Entry(size(copy), clock.instant()));
        shrink();
    }

    private void note(Path copy, Entry entry) {
        Entry before = entries.put(copy, entry);
        bytes += entry.bytes() - (before == null ? 0 : before.bytes());
    }

    /** Notes that a copy is used; false where it is not known. */
    synchronized boolean used(Path copy) {
        Entry entry = entries.get(copy);
        if (entry == null) {
            return false;
        }
        entries.put(copy, new Entry(entry.bytes(), clock.instant()));
        return true;
    }

    /** Deletes a copy; no error where there is none. */
    synchronized void remove(Path copy) throws IOException {
        Entry entry = entries.remove(copy);
        if (entry != null) {
            bytes -= entry.bytes();
        }
        delete(copy);
    }

    /** What all copies take. */
    synchronized long bytes() {
        return bytes;
    }

    private void shrink() {
        Instant inUse = clock.instant().minus(IN_USE);
        for (Iterator<Map.Entry<Path, Entry>> oldest = entries.entrySet().iterator();
                oldest.hasNext() && bytes > mostBytes; ) {
            Map.Entry<Path, Entry> entry = oldest.next();
            if (entry.getValue().usedAt().isAfter(inUse)) {
                return;
            }
            try {
                delete(entry.getKey());
                bytes -= entry.getValue().bytes();
                oldest.remove();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "cached copy " + entry.getKey() + " could not be deleted", e);
            }
        }
    }

    private static long size(Path copy) throws IOException {
        long sum = 0;
        try (Stream<Path> files = Files.walk(copy)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                sum += Files.size(file);
            }
        }
        return sum;
    }

    private static void delete(Path copy) throws IOException {
        if (!Files.exists(copy)) {
            return;
        }
        try (Stream<Path> all = Files.walk(copy)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
