package io.winnow.app;

import io.winnow.adapter.cli.UsageException;
import io.winnow.app.config.Configuration;
import io.winnow.app.config.ConfigurationException;
import io.winnow.app.config.ConfigurationReader;
import io.winnow.app.config.ConfigurationSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads configuration for commands: a bad one ends them with its message. */
final class Configurations {
    private Configurations() {}

    static ConfigurationReader reader() {
        return new ConfigurationReader(Strategies.names(), Backbones::installed, System.getenv());
    }

    /** JSON Schema of each kind of file, by its name. */
    static Map<String, String> schemas() {
        ConfigurationSchema schema = new ConfigurationSchema(Strategies.names(), documentation());
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("site", schema.site());
        texts.put("station", schema.station());
        return texts;
    }

    private static String documentation() {
        try (InputStream text = ConfigurationSchema.class.getResourceAsStream("configuration.md")) {
            if (text == null) {
                throw new IllegalStateException("this build is without docs/configuration.md");
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("configuration.md of this build cannot be read", e);
        }
    }

    static Configuration read(Path directory) {
        try {
            return reader().read(directory);
        } catch (ConfigurationException e) {
            throw UsageException.because(e);
        }
    }
}
