package io.winnow.app.config;

import io.winnow.app.config.Yaml.Mapping;
import io.winnow.app.config.Yaml.Scalar;
import io.winnow.app.config.Yaml.Sequence;
import io.winnow.app.config.Yaml.Value;
import io.winnow.core.configuration.ConfigurationFiles;
import io.winnow.core.configuration.ConfigurationRules;
import io.winnow.core.inspection.StorageException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads files that are not in force with the reader of the start, from a folder that is there for as long as that takes. */
public final class StagedConfiguration implements ConfigurationRules {
    private final ConfigurationReader reader;
    private final Path home;

    /** @param home the folder that the files are meant for: relative paths in them start there */
    public StagedConfiguration(ConfigurationReader reader, Path home) {
        this.reader = reader;
        this.home = home;
    }

    @Override
    public List<Problem> check(ConfigurationFiles files) {
        try {
            Path stage = Files.createTempDirectory("winnow-configuration");
            try {
                write(files, stage);
                reader.read(stage, home);
                return List.of();
            } catch (ConfigurationException e) {
                return e.problems().stream()
                        .map(problem -> new Problem(relative(problem.file(), stage), problem.line(), problem.message()))
                        .toList();
            } finally {
                delete(stage);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new StorageException("the new configuration cannot be put anywhere to be checked: " + e, e);
        }
    }

    private static void write(ConfigurationFiles files, Path stage) throws IOException {
        Files.createDirectory(stage.resolve("stations"));
        for (Map.Entry<String, String> file : files.texts().entrySet()) {
            Files.writeString(stage.resolve(file.getKey()), file.getValue());
        }
    }

    private static String relative(String file, Path stage) {
        Path path = Path.of(file);
        return path.startsWith(stage) ? stage.relativize(path).toString() : file;
    }

    private static void delete(Path stage) throws IOException {
        try (Stream<Path> all = Files.walk(stage)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    @Override
    public List<String> changedSiteKeys(ConfigurationFiles before, ConfigurationFiles after) {
        Map<String, String> old = values(before);
        Map<String, String> young = values(after);
        TreeSet<String> keys = new TreeSet<>(old.keySet());
        keys.addAll(young.keySet());
        keys.removeIf(key -> Objects.equals(old.get(key), young.get(key)));
        return List.copyOf(keys);
    }

    private static Map<String, String> values(ConfigurationFiles files) {
        Map<String, String> values = new TreeMap<>();
        try {
            Yaml.read(new StringReader(files.text(ConfigurationFiles.SITE).orElse("")), (line, problem) -> {})
                    .ifPresent(mapping -> flatten("", mapping, values));
        } catch (IOException e) {
            throw new UncheckedIOException("text in memory always can be read", e);
        }
        return values;
    }

    private static void flatten(String path, Value value, Map<String, String> values) {
        if (value instanceof Mapping mapping) {
            mapping.values().forEach((key, below) -> flatten(path.isEmpty() ? key : path + "." + key, below, values));
        } else if (value instanceof Sequence sequence) {
            int count = 0;
            for (Value each : sequence.values()) {
                flatten(path + "." + count++, each, values);
            }
        } else if (value instanceof Scalar scalar) {
            values.put(path, scalar.kind() + " " + scalar.text());
        }
    }
}
