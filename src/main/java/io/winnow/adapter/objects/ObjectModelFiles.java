package io.winnow.adapter.objects;

import io.winnow.core.image.ContentHash;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.inspection.StorageException;
import io.winnow.core.model.ModelFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Files of models as objects {@code fitted/<station>/v7/<file>@<SHA-256>}, with copies of whole versions on this machine. A copy is compared
 * with those names when it is made and when a process uses it first. Thread-safe; one process at a time owns the folder of copies.
 *
 * <p>Several machines may store models at once. A version that nothing is recorded of may be one that another machine is storing just now,
 * so it is listed only when its newest object is old.
 */
public final class ObjectModelFiles implements ModelFiles {
    private static final System.Logger LOG = System.getLogger(ObjectModelFiles.class.getName());
    private static final String FOLDER = "fitted/";
    private static final String VERSION = "v[1-9][0-9]{0,8}";
    /** From storing a version's last object to recording it, generously. */
    private static final Duration BEING_STORED = Duration.ofHours(1);

    private record Part(String object, String file, String sha256, long bytes) {}

    private final ObjectStorage storage;
    private final ModelFiles copies;
    private final LocalCache cache;
    private final Clock clock;
    private final Map<Kept, Object> locks = new ConcurrentHashMap<>();
    private final Set<Kept> compared = ConcurrentHashMap.newKeySet();

    /** @param copies drafts and copies on this machine */
    public ObjectModelFiles(ObjectStorage storage, ModelFiles copies, LocalCache cache, Clock clock)
            throws IOException {
        this.storage = storage;
        this.copies = copies;
        this.cache = cache;
        this.clock = clock;
        for (Kept kept : copies.list()) {
            Path copy = copies.folder(kept.station(), kept.version());
            cache.found(copy, Files.getLastModifiedTime(copy).toInstant());
        }
    }

    private static String folderName(StationId station, ModelVersion version) {
        return FOLDER + station.value() + "/" + version + "/";
    }

    @Override
    public Path draft(StationId station, ModelVersion version) throws IOException {
        return copies.draft(station, version);
    }

    @Override
    public void deleteDraft(StationId station, ModelVersion version) throws IOException {
        copies.deleteDraft(station, version);
    }

    /** {@inheritDoc} Every file is stored when the draft becomes this machine's copy. */
    @Override
    public void adopt(StationId station, ModelVersion version) throws IOException {
        Kept kept = new Kept(station, version);
        synchronized (lock(kept)) {
            // The copy's place is empty until then: a draft is asked for at no place but its own.
            copies.adopt(station, version);
            Path copy = copies.folder(station, version);
            try (Stream<Path> files = Files.list(copy)) {
                for (Path file : files.sorted().toList()) {
                    storage.put(folderName(station, version) + file.getFileName() + "@" + sha256(file), file);
                }
            } catch (IOException | RuntimeException e) {
                copies.delete(station, version);
                throw e;
            }
            compared.add(kept);
            cache.added(copy);
        }
    }

    @Override
    public Path folder(StationId station, ModelVersion version) {
        Kept kept = new Kept(station, version);
        Path copy = copies.folder(station, version);
        synchronized (lock(kept)) {
            if (compared.contains(kept) && cache.used(copy) && Files.isDirectory(copy)) {
                return copy;
            }
            try {
                refresh(kept, copy);
            } catch (IOException e) {
                throw new StorageException(
                        "model %s of station %s cannot be copied from %s: %s"
                                .formatted(version, station, storage, e.getMessage()),
                        e);
            }
        }
        return copy;
    }

    private void refresh(Kept kept, Path copy) throws IOException {
        List<Part> parts;
        try {
            parts = parts(kept);
        } catch (StorageException e) {
            if (!Files.isDirectory(copy)) {
                throw e;
            }
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the copy of model {0} of station {1} is used uncompared: {2}",
                    kept.version(),
                    kept.station(),
                    e.getMessage());
            return;
        }
        if (parts.isEmpty()) {
            cache.remove(copy);
            return;
        }
        if (!Files.isDirectory(copy) || !same(copy, parts)) {
            cache.remove(copy);
            fetch(kept, parts);
        }
        cache.added(copy);
        if (same(copy, parts)) {
            compared.add(kept);
        }
    }

    /** What is damaged in the storage is copied too: whoever opens the version says which file it is and refuses it. */
    private void fetch(Kept kept, List<Part> parts) throws IOException {
        Path draft = copies.draft(kept.station(), kept.version());
        for (Part part : parts) {
            Path file = draft.resolve(part.file());
            if (!storage.fetch(part.object(), part.bytes(), file)) {
                throw new IOException("object %s is gone".formatted(storage.key(part.object())));
            }
            String found = sha256(file);
            if (!found.equals(part.sha256())) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "object {0} of {1} is damaged: its content has SHA-256 {2}",
                        storage.key(part.object()),
                        storage,
                        found);
            }
        }
        copies.adopt(kept.station(), kept.version());
    }

    private List<Part> parts(Kept kept) {
        String folder = folderName(kept.station(), kept.version());
        List<Part> parts = new ArrayList<>();
        storage.list(folder, object -> {
            String name = object.name().substring(folder.length());
            int at = name.lastIndexOf('@');
            if (at > 0 && name.indexOf('/') < 0) {
                parts.add(new Part(object.name(), name.substring(0, at), name.substring(at + 1), object.bytes()));
            }
        });
        return parts;
    }

    private static boolean same(Path copy, List<Part> parts) throws IOException {
        for (Part part : parts) {
            Path file = copy.resolve(part.file());
            if (!Files.isRegularFile(file)
                    || Files.size(file) != part.bytes()
                    || !sha256(file).equals(part.sha256())) {
                return false;
            }
        }
        return true;
    }

    /** {@inheritDoc} Its objects go first: a copy without them is found and deleted when it is asked for. */
    @Override
    public void delete(StationId station, ModelVersion version) throws IOException {
        Kept kept = new Kept(station, version);
        synchronized (lock(kept)) {
            parts(kept).forEach(part -> storage.delete(part.object()));
            compared.remove(kept);
            cache.remove(copies.folder(station, version));
        }
        locks.remove(kept);
    }

    @Override
    public List<Kept> list() throws IOException {
        Map<Kept, Instant> newest = new HashMap<>();
        storage.list(FOLDER, object -> {
            String[] names = object.name().split("/", -1);
            if (names.length == 4 && names[2].matches(VERSION)) {
                newest.merge(
                        new Kept(new StationId(names[1]), ModelVersion.parse(names[2])),
                        object.storedAt(),
                        (one, other) -> one.isAfter(other) ? one : other);
            }
        });
        Instant old = clock.instant().minus(BEING_STORED);
        Set<Kept> found = new LinkedHashSet<>();
        newest.forEach((kept, storedAt) -> {
            if (storedAt.isBefore(old)) {
                found.add(kept);
            }
        });
        copies.list().stream().filter(kept -> !newest.containsKey(kept)).forEach(found::add);
        return List.copyOf(found);
    }

    @Override
    public void deleteDrafts() throws IOException {
        copies.deleteDrafts();
    }

    private Object lock(Kept kept) {
        return locks.computeIfAbsent(kept, known -> new Object());
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = ContentHash.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
