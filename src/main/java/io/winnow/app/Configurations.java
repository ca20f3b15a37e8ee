package io.winnow.app;

import io.winnow.adapter.cli.UsageException;
import io.winnow.app.config.Configuration;
import io.winnow.app.config.ConfigurationException;
import io.winnow.app.config.ConfigurationReader;
import java.nio.file.Path;

/** Reads configuration for commands: a bad one ends them with its message. */
final class Configurations {
    private Configurations() {}

    static ConfigurationReader reader() {
        return new ConfigurationReader(Strategies.names(), Backbones::installed, System.getenv());
    }

    static Configuration read(Path directory) {
        try {
            return reader().read(directory);
        } catch (ConfigurationException e) {
            throw UsageException.because(e);
        }
    }
}
