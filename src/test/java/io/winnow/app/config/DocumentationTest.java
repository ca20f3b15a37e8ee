package io.winnow.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written about the configuration against what is read of it. */
class DocumentationTest {
    private static final Path EXAMPLES = Path.of("edge-config");
    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| (.+?) \\| (.+?) \\|.*");

    private final Path parent;

    DocumentationTest(@TempDir Path parent) {
        this.parent = parent;
    }

    @Test
    void tables_holdEveryKeyWithItsFormAndDefault() throws IOException {
        List<Key> read = new ArrayList<>(siteKeys());
        read.addAll(stationKeys());

        assertThat(documentedKeys())
                .containsExactlyInAnyOrderElementsOf(read.stream()
                        .map(key -> new Row(key.path(), key.form(), key.fallback()))
                        .toList());
    }

    @Test
    void exampleSite_mentionsEveryKey() throws IOException {
        assertThat(mentionedKeys(EXAMPLES.resolve("site.yaml"))).containsAll(lastNames(siteKeys()));
    }

    @Test
    void exampleStation_mentionsEveryKey() throws IOException {
        assertThat(mentionedKeys(EXAMPLES.resolve("stations/demo.yaml"))).containsAll(lastNames(stationKeys()));
    }

    @Test
    void examples_canBeRead() throws Exception {
        Configuration configuration = Folder.reader().read(EXAMPLES);

        assertThat(configuration.stations()).hasSize(1);
    }

    @Test
    void examples_writeTheDefaults() throws Exception {
        Folder defaults = new Folder(parent);
        Configuration written = Folder.reader().read(EXAMPLES);

        assertThat(written.stations()).isEqualTo(defaults.read().stations());
        assertThat(written.site().storage().retention())
                .isEqualTo(defaults.read().site().storage().retention());
    }

    private List<Key> siteKeys() throws IOException {
        ConfigFile file = emptyFile("site.yaml");
        new SiteReader(file, parent, Map.of()).read();
        return file.keys();
    }

    private List<Key> stationKeys() throws IOException {
        ConfigFile file = emptyFile("demo.yaml");
        new StationReader(file, Folder.STRATEGIES, Optional.empty(), new HashMap<>()).read();
        return file.keys();
    }

    private ConfigFile emptyFile(String name) throws IOException {
        return new ConfigFile(Files.writeString(parent.resolve(name), ""), name);
    }

    /** A row of a table: key, form and default. */
    private record Row(String path, String form, String fallback) {}

    private static List<Row> documentedKeys() throws IOException {
        return Files.readAllLines(Path.of("docs/configuration.md")).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> new Row(row.group(1), row.group(2), row.group(3)))
                .toList();
    }

    private static List<String> mentionedKeys(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.replaceFirst("^#?\\s*", "").replaceFirst(":.*", ""))
                .toList();
    }

    /** A secret's second place is mentioned in a comment beside the first. */
    private static List<String> lastNames(List<Key> keys) {
        return keys.stream()
                .map(key -> key.path().substring(key.path().lastIndexOf('.') + 1))
                .filter(name -> !name.equals("passwordEnvironment"))
                .toList();
    }
}
