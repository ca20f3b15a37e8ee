package io.winnow.app;

import io.winnow.adapter.cli.ConfigurationHistoryCommands;
import io.winnow.adapter.cli.UsageException;
import io.winnow.adapter.storage.DiskConfigurationFolder;
import io.winnow.adapter.storage.DiskConfigurationHistory;
import io.winnow.app.config.ConfigurationReader;
import io.winnow.core.configuration.ConfigurationVersions;
import java.nio.file.Path;
import java.time.Clock;

/** Opens the history of a configuration folder for commands, also where the configuration itself is not in order. */
final class ConfigurationOpener implements ConfigurationHistoryCommands.Opener {
    @Override
    public ConfigurationVersions look(Path folder) {
        return open(folder, data(folder));
    }

    @Override
    public ConfigurationVersions change(Path folder) {
        Path data = data(folder);
        ServiceSettings.lock(data);
        return open(folder, data);
    }

    private static Path data(Path folder) {
        Path data = ConfigurationReader.data(folder)
                .orElseThrow(() -> new UsageException("%s is no YAML file, so it does not say where data lies"
                        .formatted(folder.resolve("site.yaml"))));
        if (!DiskConfigurationHistory.existsIn(data)) {
            throw new UsageException(
                    "there is no history of the configuration in %s yet: it begins with the first 'winnow serve'"
                            .formatted(data));
        }
        return data;
    }

    private static ConfigurationVersions open(Path folder, Path data) {
        return new ConfigurationVersions(
                new DiskConfigurationHistory(data), new DiskConfigurationFolder(folder), Clock.systemUTC());
    }
}
