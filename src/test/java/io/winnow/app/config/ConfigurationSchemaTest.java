package io.winnow.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the schemas for editors say against what the readers say. */
class ConfigurationSchemaTest {
    private static final Path EXAMPLES = Path.of("edge-config");
    private static final Path MADE = Path.of("target/schema");
    private static final YAMLMapper YAML = new YAMLMapper();

    /** Of every kind, in and out of order, near the limits that keys have. */
    private static final List<String> VALUES = List.of(
            "true",
            "false",
            "'true'",
            "-1",
            "0",
            "1",
            "9",
            "10",
            "32",
            "1023",
            "1024",
            "4096",
            "4097",
            "65535",
            "65536",
            "1000001",
            "99999999999999999999",
            "0.5",
            "0.25",
            "-0.001",
            "1.0001",
            "''",
            "word",
            "0s",
            "1s",
            "999ms",
            "30s",
            "1000 ms",
            "18h",
            "19h",
            "1d",
            "30d",
            "366d",
            "3650d",
            "3651d",
            "1 m",
            "5x",
            "0B",
            "1B",
            "999B",
            "1kB",
            "32MiB",
            "20GB",
            "1000TB",
            "1001TB",
            "4 GB",
            "9000000000GB",
            "[]",
            "[word]",
            "[cpu]",
            "[cuda, cpu]",
            "[cpu, cpu]",
            "['']",
            "[[cpu]]",
            "{a: 1}",
            "",
            "text",
            "json",
            "auto",
            "fp32",
            "java",
            "grpc");

    private final Path parent;

    ConfigurationSchemaTest(@TempDir Path parent) {
        this.parent = parent;
    }

    private static ConfigurationSchema schemas() throws IOException {
        return new ConfigurationSchema(Folder.STRATEGIES, Files.readString(Path.of("docs/configuration.md")));
    }

    private static JsonSchema compile(String text) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(text);
    }

    private static boolean refuses(JsonSchema schema, String yaml) throws IOException {
        JsonNode tree = YAML.readTree(yaml);
        return !schema.validate(tree).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"site", "station"})
    void filesOfTheRepository_areThoseThatTheReadersGive(String kind) throws IOException {
        String made = kind.equals("site") ? schemas().site() : schemas().station();
        Path file = Path.of("schema", kind + ".schema.json");
        Files.createDirectories(MADE);
        Files.writeString(MADE.resolve(kind + ".schema.json"), made);

        assertThat(EXAMPLES.resolve(file))
                .as("the readers or docs/configuration.md changed. Make the schemas anew with"
                        + " './winnow config schema --write edge-config/schema',"
                        + " or take what this test has made: 'cp target/schema/*.json edge-config/schema/'")
                .content()
                .isEqualTo(made);
    }

    @Test
    void keys_haveTheirMeaningInPlainTextAsDescription() throws IOException {
        List<String> descriptions = Stream.of(schemas().site(), schemas().station())
                .flatMap(String::lines)
                .filter(line -> line.contains("\"description\""))
                .toList();

        assertThat(descriptions).hasSizeGreaterThan(100).noneMatch(line -> line.contains("](") || line.contains("`"));
        // Some rows say "the same" by saying nothing.
        assertThat(descriptions.stream().filter(line -> line.contains(": \"Value: ")))
                .hasSizeLessThan(5);
    }

    static Stream<Path> configurationFiles() throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).toList().stream();
        }
    }

    static boolean configuration(Path file) {
        Path folder = file.getParent();
        return file.endsWith("site.yaml") || (folder != null && folder.endsWith("stations"));
    }

    @ParameterizedTest
    @MethodSource("configurationFiles")
    void configurationOfTheRepository_fitsAndNamesItsSchema(Path file) throws IOException {
        if (!configuration(file)) {
            return; // Kubernetes manifests and the like may lie beside
        }
        String kind = file.endsWith("site.yaml") ? "site" : "station";
        Path named = EXAMPLES.resolve("schema").resolve(kind + ".schema.json");

        assertThat(compile(Files.readString(named)).validate(YAML.readTree(file.toFile())))
                .isEmpty();
        assertThat(Files.readAllLines(file).get(0)).startsWith("# yaml-language-server: $schema=");
        String reference = Files.readAllLines(file).get(0).replaceFirst(".*=", "");
        assertThat(Path.of(String.valueOf(file.getParent())).resolve(reference).normalize())
                .isEqualTo(named);
    }

    /** The whole table of keys and values: the schema knows types, ranges, choices and forms as the readers do. */
    @Test
    void values_areRefusedBySchemaAndReaderAlike() throws IOException {
        JsonSchema site = compile(schemas().site());
        JsonSchema station = compile(schemas().station());
        List<String> differences = new ArrayList<>();
        int compared = 0;
        for (Key key : read(true, Folder.SITE).keys()) {
            compared += compare(site, true, key, differences);
        }
        for (Key key : read(false, Folder.STATION).keys()) {
            compared += compare(station, false, key, differences);
        }

        assertThat(differences).isEmpty();
        assertThat(compared).isGreaterThan(2000);
    }

    private int compare(JsonSchema schema, boolean site, Key key, List<String> differences) throws IOException {
        boolean text = key.type() instanceof KeyType.Text || key.type() instanceof KeyType.Texts;
        for (String value : VALUES) {
            String yaml = yaml(site, key.path(), value);
            List<Problem> problems = read(site, yaml).problems();
            boolean refused = problems.stream()
                    .anyMatch(problem -> problem.message().startsWith(key.path())
                            && problem.message().contains("must be " + key.form()));
            boolean bySchema = refuses(schema, yaml);
            // What a text has to be is more than a schema says: an address, a file that is there.
            if (text ? bySchema && !refused : refused != bySchema) {
                differences.add("%s: %s is refused by %s alone"
                        .formatted(key.path(), value, refused ? "the reader" : "the schema"));
            }
        }
        return VALUES.size();
    }

    /** The key with the value, below its sections, and what has to be there beside it. */
    private static String yaml(boolean site, String path, String value) {
        StringBuilder yaml = new StringBuilder();
        (site ? Folder.SITE : Folder.STATION)
                .lines()
                .filter(line -> !line.startsWith(path + ":"))
                .forEach(line -> yaml.append(line).append('\n'));
        String[] names = path.split("\\.");
        for (int i = 0; i < names.length; i++) {
            yaml.append("  ".repeat(i)).append(names[i]).append(":").append(i < names.length - 1 ? "\n" : " ");
        }
        return yaml.append(value).append('\n').toString();
    }

    private ConfigFile read(boolean site, String yaml) throws IOException {
        Path path = Files.writeString(parent.resolve("demo.yaml"), yaml);
        ConfigFile file = new ConfigFile(path, "demo.yaml");
        if (site) {
            new SiteReader(file, parent, Map.of()).read();
        } else {
            new StationReader(file, Folder.STRATEGIES, Optional.empty(), new HashMap<>()).read();
        }
        return file;
    }

    @Test
    void keys_thatAreUnknownOrMissing_areRefused() throws IOException {
        JsonSchema site = compile(schemas().site());
        JsonSchema station = compile(schemas().station());

        assertThat(Set.of("site: plant-1\n", "site: plant-1\nhttp:\nrefit: {}\n", "site: 7\n"))
                .noneMatch(yaml -> refusesQuietly(site, yaml));
        assertThat(Set.of(
                        "http: {port: 1}\n",
                        "site: plant-1\nhtpp: {port: 1}\n",
                        "site: plant-1\nhttp: {prot: 1}\n",
                        "site: plant-1\nhttp: 8080\n",
                        "site: plant-1\nstorage: {retention: [1]}\n"))
                .allMatch(yaml -> refusesQuietly(site, yaml));
        assertThat(Set.of("line: a\ncamera: b\n", "line: a\ncamera: b\nbackbone: c\nextra: 1\n", "[]"))
                .allMatch(yaml -> refusesQuietly(station, yaml));
    }

    private static boolean refusesQuietly(JsonSchema schema, String yaml) {
        try {
            return refuses(schema, yaml);
        } catch (IOException e) {
            throw new AssertionError(yaml, e);
        }
    }
}
