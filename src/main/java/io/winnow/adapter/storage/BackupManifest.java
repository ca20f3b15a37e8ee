package io.winnow.adapter.storage;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a backup says of itself, its last entry.
 *
 * @param format of the file; this program reads {@link #FORMAT} alone
 * @param version of Winnow that made it
 * @param site whose data it is
 * @param at when it was made, ISO 8601
 * @param entries every other entry by name, with its size and hash
 */
record BackupManifest(int format, String version, String site, String at, Map<String, Entry> entries) {
    static final int FORMAT = 1;
    static final String NAME = "backup.json";

    /** The parts that a backup holds, and their places in the data folder. */
    private static final Pattern ENTRY =
            Pattern.compile("winnow\\.db|(frames|embeddings|fitted|configuration)(/[A-Za-z0-9._-]+)+");

    /** By which a file is recognised. */
    record Entry(long bytes, String sha256) {}

    BackupManifest {
        entries = new TreeMap<>(entries);
    }

    String json() {
        return Json.write(this);
    }

    long bytes() {
        return entries.values().stream().mapToLong(Entry::bytes).sum();
    }

    Instant instant() {
        return Instant.parse(at);
    }

    /** @throws IOException when it is no backup's, or one that this program does not understand */
    static BackupManifest read(String json) throws IOException {
        BackupManifest read;
        try {
            read = Json.read(json, new TypeReference<BackupManifest>() {});
            Instant.parse(read.at);
        } catch (DateTimeParseException | io.winnow.core.inspection.StorageException e) {
            throw new IOException("its %s cannot be read".formatted(NAME), e);
        }
        if (read.format != FORMAT) {
            throw new IOException("its format is %d, this program reads %d".formatted(read.format, FORMAT));
        }
        for (String name : read.entries.keySet()) {
            if (!ENTRY.matcher(name).matches() || name.contains("..")) {
                throw new IOException("its entry '%s' does not belong into a backup".formatted(name));
            }
        }
        if (!read.entries.containsKey("winnow.db")) {
            throw new IOException("it holds no database");
        }
        return read;
    }
}
