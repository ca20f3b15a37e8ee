package io.winnow.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.winnow.core.configuration.ConfigurationFiles;
import io.winnow.core.configuration.ConfigurationRefusedException;
import io.winnow.core.configuration.ConfigurationVersions;
import io.winnow.core.inspection.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folder and history on a real disk. */
class DiskConfigurationTest {
    private final Path edge;
    private final Path data;

    DiskConfigurationTest(@TempDir Path parent) throws IOException {
        edge = Files.createDirectories(parent.resolve("edge-config"));
        data = parent.resolve("data");
        Files.createDirectories(edge.resolve("stations"));
        Files.createDirectories(edge.resolve("schema"));
        Files.writeString(edge.resolve("site.yaml"), "site: plant-1\n");
        Files.writeString(edge.resolve("stations/top.yaml"), "line: a\n");
        Files.writeString(edge.resolve("stations/.hidden"), "nothing");
        Files.writeString(edge.resolve("schema/site.schema.json"), "{}");
    }

    /** As a process has it. */
    private ConfigurationVersions versions() {
        return new ConfigurationVersions(
                new DiskConfigurationHistory(data), new DiskConfigurationFolder(edge), Clock.systemUTC());
    }

    @Test
    void folder_readsAndWritesItsOwnFilesAndNoOthers() throws IOException {
        DiskConfigurationFolder folder = new DiskConfigurationFolder(edge);
        ConfigurationFiles found = folder.read();
        assertThat(found.texts()).containsOnlyKeys("site.yaml", "stations/top.yaml");

        folder.write(new ConfigurationFiles(
                new TreeMap<>(Map.of("site.yaml", "site: plant-2\n", "stations/left.yaml", "line: b\n"))));

        assertThat(edge.resolve("site.yaml")).hasContent("site: plant-2");
        assertThat(edge.resolve("stations/left.yaml")).hasContent("line: b");
        assertThat(edge.resolve("stations/top.yaml")).doesNotExist();
        assertThat(edge.resolve("stations/.hidden")).exists();
        assertThat(edge.resolve("schema/site.schema.json")).exists();
        assertThat(folder.writable()).isTrue();
    }

    @Test
    void history_outlivesTheProcess() {
        assertThat(DiskConfigurationHistory.existsIn(data)).isFalse();
        versions().begin();
        versions().noticed();
        assertThat(DiskConfigurationHistory.existsIn(data)).isTrue();
        assertThatExceptionOfType(ConfigurationRefusedException.class)
                .isThrownBy(() -> versions().rollBackAtOnce(7, "anna"));

        versions().rollBackAtOnce(1, "anna");

        assertThat(versions().all()).hasSize(2);
        assertThat(versions().find(2).orElseThrow().by()).isEqualTo("anna");
        assertThat(versions().find(2).orElseThrow().files())
                .isEqualTo(versions().find(1).orElseThrow().files());
        assertThat(versions().state().inForce()).isEqualTo(2);
    }

    @Test
    void history_thatIsDamaged_saysWhichAndThatItDoesNotPass() throws IOException {
        versions().noticed();
        Files.writeString(data.resolve("configuration/state.json"), "{\"inForce\": ");

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> versions().begin())
                .withMessageContaining("history of the configuration in " + data.resolve("configuration"))
                .matches(failure -> !failure.passing());
    }

    @Test
    void folder_underAFile_cannotBeWritten() throws IOException {
        Files.delete(edge.resolve("stations/top.yaml"));
        Files.delete(edge.resolve("stations/.hidden"));
        Files.delete(edge.resolve("stations"));
        Files.writeString(edge.resolve("stations"), "in the way");

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> new DiskConfigurationFolder(edge)
                        .write(new ConfigurationFiles(new TreeMap<>(Map.of("stations/left.yaml", "line: b\n")))))
                .matches(StorageException::passing);
    }
}
