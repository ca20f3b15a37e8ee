package io.winnow.adapter.storage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.winnow.core.configuration.ConfigurationFiles;
import io.winnow.core.configuration.ConfigurationHistory;
import io.winnow.core.configuration.ConfigurationState;
import io.winnow.core.configuration.ConfigurationState.Phase;
import io.winnow.core.configuration.ConfigurationState.Trial;
import io.winnow.core.configuration.ConfigurationVersion;
import io.winnow.core.configuration.ConfigurationVersion.Ending;
import io.winnow.core.configuration.ConfigurationVersion.Origin;
import io.winnow.core.inspection.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Versions as JSON files that a person can read: {@code state.json} and {@code version-NUMBER.json}. */
public final class DiskConfigurationHistory implements ConfigurationHistory {
    private static final Pattern VERSION = Pattern.compile("version-([0-9]{1,12})\\.json");
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private record TrialRow(
            long number, String phase, @Nullable String failure) {}

    private record StateRow(
            long inForce, String since, @Nullable TrialRow trial) {}

    private record EndingRow(boolean failed, String reason) {}

    private record VersionRow(
            long number,
            String at,
            String by,
            String origin,
            String reason,
            @Nullable EndingRow ending,
            SortedMap<String, String> files) {}

    private final Path folder;

    /** @param data the folder that holds everything that is stored */
    public DiskConfigurationHistory(Path data) {
        this.folder = data.resolve("configuration");
    }

    /** Whether there is one in a data folder. */
    public static boolean existsIn(Path data) {
        return Files.isRegularFile(new DiskConfigurationHistory(data).stateFile());
    }

    @Override
    public List<ConfigurationVersion> versions() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<ConfigurationVersion> versions = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Matcher name = VERSION.matcher(String.valueOf(file.getFileName()));
                if (name.matches()) {
                    versions.add(version(MAPPER.readValue(file.toFile(), VersionRow.class)));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(e);
        }
        versions.sort(Comparator.comparingLong(ConfigurationVersion::number).reversed());
        return versions;
    }

    private static ConfigurationVersion version(VersionRow row) {
        return new ConfigurationVersion(
                row.number(),
                Instant.parse(row.at()),
                row.by(),
                Origin.valueOf(row.origin().toUpperCase(Locale.ROOT)),
                row.reason(),
                Optional.ofNullable(row.ending()).map(end -> new Ending(end.failed(), end.reason())),
                new ConfigurationFiles(row.files()));
    }

    @Override
    public void save(ConfigurationVersion version) {
        write(
                file(version),
                new VersionRow(
                        version.number(),
                        version.at().toString(),
                        version.by(),
                        version.origin().word(),
                        version.reason(),
                        version.ending()
                                .map(end -> new EndingRow(end.failed(), end.reason()))
                                .orElse(null),
                        version.files().texts()));
    }

    private Path file(ConfigurationVersion version) {
        return folder.resolve("version-%d.json".formatted(version.number()));
    }

    @Override
    public void delete(ConfigurationVersion version) {
        try {
            Files.deleteIfExists(file(version));
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    @Override
    public Optional<ConfigurationState> state() {
        Path file = stateFile();
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            StateRow row = MAPPER.readValue(file.toFile(), StateRow.class);
            return Optional.of(new ConfigurationState(
                    row.inForce(),
                    Instant.parse(row.since()),
                    Optional.ofNullable(row.trial())
                            .map(trial -> new Trial(
                                    trial.number(),
                                    Phase.valueOf(trial.phase().toUpperCase(Locale.ROOT)),
                                    Optional.ofNullable(trial.failure())))));
        } catch (IOException | RuntimeException e) {
            throw unreadable(e);
        }
    }

    @Override
    public void save(ConfigurationState state) {
        write(
                stateFile(),
                new StateRow(
                        state.inForce(),
                        state.since().toString(),
                        state.trial()
                                .map(trial -> new TrialRow(
                                        trial.number(),
                                        trial.phase().name().toLowerCase(Locale.ROOT),
                                        trial.failure().orElse(null)))
                                .orElse(null)));
    }

    private Path stateFile() {
        return folder.resolve("state.json");
    }

    private void write(Path file, Object row) {
        try {
            WholeFile.write(file, MAPPER.writeValueAsString(row) + "\n");
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private StorageException unreadable(Exception e) {
        return new StorageException(
                "history of the configuration in %s cannot be read: %s".formatted(folder, e.getMessage()), e, false);
    }

    private StorageException unwritable(IOException e) {
        return new StorageException("history of the configuration in %s cannot be written: %s".formatted(folder, e), e);
    }
}
