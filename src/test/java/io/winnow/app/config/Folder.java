package io.winnow.app.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.winnow.core.feature.BackboneManifest;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.Preprocessing.Normalisation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A configuration folder in a test: starts out valid. */
final class Folder {
    static final String SITE = "site: plant-1\n";
    static final String STATION = "line: line-1\ncamera: camera-1\nbackbone: scattering_j3_l8\n";

    /** As the application has them; {@code StrategiesTest} holds the documentation to it. */
    static final Set<String> STRATEGIES = Collections.unmodifiableSet(new LinkedHashSet<>(List.of(
            "auto",
            "sroc",
            "leave-own-out",
            "sroc-mahalanobis",
            "patches",
            "cross-validation",
            "stoc",
            "random",
            "none")));

    private final Path directory;

    Folder(Path parent) throws IOException {
        this.directory = parent.resolve("edge-config");
        Files.createDirectories(directory.resolve("stations"));
        site(SITE);
        station("demo", STATION);
    }

    static ConfigurationReader reader() {
        return new ConfigurationReader(
                STRATEGIES,
                models -> Map.of("scattering_j3_l8", manifest("scattering_j3_l8", 8)),
                Map.of("PASSWORD", "secret"));
    }

    static BackboneManifest manifest(String name, int sizeMultiple) {
        return new BackboneManifest(
                name,
                ContentHash.of(ByteBuffer.allocate(1)),
                "Apache-2.0",
                "test",
                Normalisation.NONE,
                sizeMultiple,
                List.of("out"),
                true);
    }

    Path directory() {
        return directory;
    }

    Folder site(String text) throws IOException {
        Files.writeString(directory.resolve("site.yaml"), text);
        return this;
    }

    Folder station(String id, String text) throws IOException {
        Files.writeString(directory.resolve("stations").resolve(id + ".yaml"), text);
        return this;
    }

    Configuration read() throws ConfigurationException {
        return reader().read(directory);
    }

    /** What reading complains of, without the folder's path. */
    List<String> problems() {
        assertThatThrownBy(this::read).isInstanceOf(ConfigurationException.class);
        return catchThrowableOfType(ConfigurationException.class, this::read).problems().stream()
                .map(problem ->
                        problem.toString().substring(directory.toString().length() + 1))
                .toList();
    }
}
