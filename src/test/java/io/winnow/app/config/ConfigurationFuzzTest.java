package io.winnow.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Configuration files are read or refused with file, line and rule, nothing else; docs/reliability.md says how to fuzz for longer. */
class ConfigurationFuzzTest {
    private static final ConfigurationReader READER =
            new ConfigurationReader(Set.of("sroc"), models -> Map.of(), Map.of("PASSWORD", "secret"));

    private Path folder = Path.of("");

    @BeforeEach
    void create() throws IOException {
        folder = Files.createTempDirectory("winnow-fuzz-");
        Files.createDirectory(folder.resolve("stations"));
    }

    @AfterEach
    void delete() throws IOException {
        Files.deleteIfExists(folder.resolve("stations/press-1.yaml"));
        Files.deleteIfExists(folder.resolve("stations"));
        Files.deleteIfExists(folder.resolve("site.yaml"));
        Files.deleteIfExists(folder);
    }

    @FuzzTest(maxDuration = "5m")
    void site_anyBytes_isReadOrRefused(byte[] bytes) throws IOException {
        read(bytes, "line: line1\ncamera: cam1\nbackbone: b\n".getBytes(StandardCharsets.UTF_8));
    }

    @FuzzTest(maxDuration = "5m")
    void station_anyBytes_isReadOrRefused(byte[] bytes) throws IOException {
        read("site: plant-7\n".getBytes(StandardCharsets.UTF_8), bytes);
    }

    private void read(byte[] site, byte[] station) throws IOException {
        Files.write(folder.resolve("site.yaml"), site);
        Files.write(folder.resolve("stations/press-1.yaml"), station);
        try {
            assertThat(READER.read(folder).stations()).hasSize(1);
        } catch (ConfigurationException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
