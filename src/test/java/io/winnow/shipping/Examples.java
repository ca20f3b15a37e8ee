package io.winnow.shipping;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.adapter.backbones.BackboneFolders;
import io.winnow.app.config.Configuration;
import io.winnow.app.config.ConfigurationException;
import io.winnow.app.config.ConfigurationReader;
import io.winnow.core.feature.BackboneManifest;
import io.winnow.core.feature.UnusableBackboneException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The worked examples below {@code edge-config/examples}, and our own reader for them. */
final class Examples {
    static final Path FOLDER = Path.of("edge-config/examples");

    private static final Pattern ABSOLUTE = Pattern.compile("(: )/(data|backup|run/secrets|etc/winnow)");
    private static final Pattern SECRET = Pattern.compile("(?:File): (\\S+)");

    private Examples() {}

    static Stream<Path> all() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.filter(Files::isDirectory).sorted().toList().stream();
        }
    }

    /** As {@code winnow config check} reads a folder on a machine with the backbones that Winnow brings along. */
    static Configuration read(Path folder) throws ConfigurationException {
        return new ConfigurationReader(Set.of("auto", "sroc"), models -> builtIn(), Map.of("HOSTNAME", "winnow-0"))
                .read(folder);
    }

    /**
     * A copy of a configuration whose absolute paths lead into a folder of the test's, where the files with secrets lie as well.
     *
     * @param changes of texts in site.yaml, such as addresses; each must be found
     */
    static Path moved(Path example, Path folder, Map<String, String> changes) throws IOException {
        Path copy = folder.resolve("etc/winnow");
        Files.createDirectories(copy.resolve("stations"));
        try (Stream<Path> stations = Files.list(example.resolve("stations"))) {
            for (Path station : stations.toList()) {
                Files.copy(station, copy.resolve("stations").resolve(station.getFileName()));
            }
        }
        if (Files.exists(example.resolve("refit-pod.yaml"))) {
            Files.copy(example.resolve("refit-pod.yaml"), copy.resolve("refit-pod.yaml"));
        }
        String site =
                ABSOLUTE.matcher(Files.readString(example.resolve("site.yaml"))).replaceAll("$1" + folder + "/$2");
        for (Map.Entry<String, String> change : changes.entrySet()) {
            if (!site.contains(change.getKey())) {
                throw new IOException(example + "/site.yaml does not hold " + change.getKey());
            }
            site = site.replace(change.getKey(), change.getValue());
        }
        Files.writeString(copy.resolve("site.yaml"), site);
        for (Matcher file = SECRET.matcher(site); file.find(); ) {
            Path secret = Path.of(file.group(1));
            Files.createDirectories(Objects.requireNonNull(secret.getParent()));
            if (!Files.exists(secret)) {
                Files.writeString(secret, "secret");
            }
        }
        return copy;
    }

    /** Keys of an example that this build does not read, since they come with other parts of the product. */
    static List<String> unknownKeys(Path example) throws IOException {
        JsonNode site = Manifests.YAML.readTree(example.resolve("site.yaml").toFile());
        String documented = Files.readString(Path.of("docs/configuration.md"));
        return Stream.of("storage.database.uri", "storage.objects.bucket", "fleet.group", "refit.executor")
                .filter(key -> !site.at("/" + key.replace('.', '/')).isMissingNode())
                .filter(key -> !documented.contains("`" + key + "`"))
                .toList();
    }

    static Map<String, BackboneManifest> builtIn() {
        try {
            return new BackboneFolders(List.of(Path.of("models")), () -> {
                        throw new IllegalStateException("nothing is run while files are read");
                    })
                    .list().stream().collect(Collectors.toMap(BackboneManifest::name, Function.identity()));
        } catch (UnusableBackboneException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
