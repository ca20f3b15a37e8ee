package io.winnow.app;

import io.winnow.adapter.cli.UsageException;
import io.winnow.app.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Carries the configuration, read and checked by the command, into the framework that builds the service. */
final class ServiceSettings {
    private static final AtomicReference<@Nullable Configuration> CONFIGURATION = new AtomicReference<>();

    private ServiceSettings() {}

    /** Says what the service to be started is configured with, the framework's own settings included. */
    static void use(Configuration configuration) {
        Path data = configuration.site().storage().directory();
        try {
            Files.createDirectories(data);
        } catch (IOException e) {
            throw new UsageException("data folder %s cannot be made: %s".formatted(data, e.getMessage()), e);
        }
        CONFIGURATION.set(configuration);
        System.setProperty("winnow.data", data.toString());
        System.setProperty("quarkus.http.host", configuration.site().http().host());
        System.setProperty(
                "quarkus.http.port",
                Integer.toString(configuration.site().http().port()));
    }

    static Configuration configuration() {
        Configuration configuration = CONFIGURATION.get();
        if (configuration == null) {
            throw new IllegalStateException(
                    "the service is started by 'winnow serve', which reads its configuration first");
        }
        return configuration;
    }

    /** Version of this build. */
    static String version() {
        String version = Service.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
