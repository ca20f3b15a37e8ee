package io.winnow.app;

import io.winnow.adapter.cli.UsageException;
import io.winnow.adapter.storage.StorageLock;
import io.winnow.app.config.Configuration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Carries the configuration, read and checked by the command, into the framework that builds the service. */
final class ServiceSettings {
    private static final AtomicReference<@Nullable Configuration> CONFIGURATION = new AtomicReference<>();

    private static final AtomicReference<@Nullable StorageLock> LOCK = new AtomicReference<>();

    private ServiceSettings() {}

    /** Says what the service to be started is configured with, the framework's own settings included. */
    static void use(Configuration configuration) {
        Path data = configuration.site().storage().directory();
        LOCK.updateAndGet(lock -> lock == null ? take(data) : lock);
        CONFIGURATION.set(configuration);
        System.setProperty("winnow.data", data.toString());
        System.setProperty("quarkus.http.host", configuration.site().http().host());
        System.setProperty(
                "quarkus.http.port",
                Integer.toString(configuration.site().http().port()));
    }

    /** Held until the process ends: whoever else wants the folder is told so. */
    private static StorageLock take(Path data) {
        try {
            return StorageLock.take(data);
        } catch (IOException e) {
            throw UsageException.because(e);
        }
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
