package io.winnow.core.configuration;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The files of a configuration with their text, by their path in its folder. Nothing but these paths exists here, so that no change
 * from afar can reach another file.
 */
public record ConfigurationFiles(SortedMap<String, String> texts) {
    /** What a path may be, in words. */
    public static final String PATHS =
            "site.yaml or stations/ID.yaml, where ID is 1 to 64 lower-case letters, digits and hyphens";

    /** The file of the machine itself. */
    public static final String SITE = "site.yaml";

    /** As much as the reader takes of one file. */
    static final int MOST_BYTES = 1 << 20;

    static final int MOST_BYTES_TOGETHER = 8 << 20;
    static final int MOST_FILES = 1_000;

    private static final Pattern PATH = Pattern.compile("site\\.yaml|stations/[a-z0-9-]{1,64}\\.yaml");

    public ConfigurationFiles {
        texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
        texts.forEach((path, text) -> {
            requirePath(path);
            requireLength(path, bytes(text), MOST_BYTES);
        });
        if (texts.size() > MOST_FILES) {
            throw new IllegalArgumentException("%d files, at most %d are taken".formatted(texts.size(), MOST_FILES));
        }
        requireLength("all files together", total(texts), MOST_BYTES_TOGETHER);
    }

    private static void requirePath(String path) {
        if (!isPath(path)) {
            throw new IllegalArgumentException("file '%.80s' must be %s".formatted(printable(path), PATHS));
        }
    }

    private static String printable(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }

    private static void requireLength(String what, long bytes, long most) {
        if (bytes > most) {
            throw new IllegalArgumentException("%s: %d bytes, at most %d are taken".formatted(what, bytes, most));
        }
    }

    private static long total(SortedMap<String, String> texts) {
        return texts.values().stream().mapToLong(ConfigurationFiles::bytes).sum();
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Whether a configuration has such a file. */
    public static boolean isPath(String path) {
        return PATH.matcher(path).matches();
    }

    /** The text of a file; empty where there is none. */
    public Optional<String> text(String path) {
        return Optional.ofNullable(texts.get(path));
    }

    /**
     * The same with some files changed.
     *
     * @param changes new texts by path; an empty one deletes the file
     * @throws IllegalArgumentException for a path that is none, a file that is too large, or one to be deleted that is not there
     */
    public ConfigurationFiles with(Map<String, Optional<String>> changes) {
        TreeMap<String, String> result = new TreeMap<>(texts);
        changes.forEach((path, text) -> {
            requirePath(path);
            if (text.isPresent()) {
                result.put(path, text.get());
            } else if (result.remove(path) == null) {
                throw new IllegalArgumentException("file %s is not there and cannot be deleted".formatted(path));
            }
        });
        return new ConfigurationFiles(result);
    }
}
