package io.winnow.app.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One file while it is read: its sections, the keys that were asked for, and everything that is wrong with it. */
final class ConfigFile {
    /** A thousand times what anybody writes. */
    private static final int MOST_BYTES = 1 << 20;

    private final String name;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Key> keys = new ArrayList<>();
    private final List<Section> sections = new ArrayList<>();
    private final Section root;
    private boolean unreadable;

    /**
     * Reads a file.
     *
     * @param name by which messages call it
     */
    ConfigFile(Path file, String name) {
        this.name = name;
        this.root = add(new Section(this, "", 1, parse(file)));
    }

    private ConfigFile(String name) {
        this.name = name;
        this.root = add(new Section(this, "", 1, Yaml.Mapping.EMPTY));
    }

    /** A file without content: reading it tells which keys there are. */
    static ConfigFile empty(String name) {
        return new ConfigFile(name);
    }

    private Yaml.Mapping parse(Path file) {
        try (InputStream content = Files.newInputStream(file)) {
            byte[] bytes = content.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException("it has more than %d bytes".formatted(MOST_BYTES));
            }
            // A decoder, unlike a charset, refuses what is no UTF-8.
            Reader reader = new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8.newDecoder());
            return Yaml.read(reader, this::problem).orElseGet(() -> {
                unreadable = true;
                return Yaml.Mapping.EMPTY;
            });
        } catch (IOException e) {
            problem(1, "cannot be read: " + e);
            unreadable = true;
            return Yaml.Mapping.EMPTY;
        }
    }

    Section root() {
        return root;
    }

    String name() {
        return name;
    }

    Section add(Section section) {
        sections.add(section);
        return section;
    }

    void add(Key key) {
        keys.add(key);
    }

    /** Notes a problem; of a file that could not be read at all there is nothing more to say. */
    void problem(int line, String message) {
        if (!unreadable) {
            problems.add(new Problem(name, line, message));
        }
    }

    boolean hasProblems() {
        return !problems.isEmpty();
    }

    /** To be called when every key has been asked for: what is left over is unknown. */
    void refuseUnknownKeys() {
        List.copyOf(sections).forEach(Section::refuseUnknownKeys);
    }

    /** Paths of the sections that were asked for, without the top. */
    List<String> sections() {
        return sections.stream()
                .map(Section::path)
                .filter(path -> !path.isEmpty())
                .toList();
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** Every key that was asked for, in that order: what the file may hold. */
    List<Key> keys() {
        return List.copyOf(keys);
    }
}
