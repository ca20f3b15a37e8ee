package io.winnow.app;

import io.winnow.adapter.cli.UsageException;
import io.winnow.adapter.storage.StorageLock;
import io.winnow.app.config.Configuration;
import io.winnow.app.config.SiteConfiguration;
import io.winnow.core.access.Accounts;
import io.winnow.core.access.ApiTokens;
import io.winnow.core.configuration.RemoteConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Carries the configuration, read and checked by the command, into the framework that builds the service. */
final class ServiceSettings {
    private static final System.Logger LOG = System.getLogger(ServiceSettings.class.getName());
    private static final AtomicReference<@Nullable Configuration> CONFIGURATION = new AtomicReference<>();

    private static final AtomicReference<@Nullable RemoteConfiguration> REMOTE = new AtomicReference<>();
    private static final AtomicReference<@Nullable StorageLock> LOCK = new AtomicReference<>();
    private static volatile BiConsumer<Accounts, ApiTokens> welcome = (accounts, tokens) -> {};

    private ServiceSettings() {}

    /**
     * Says what the service to be started is configured with, the framework's own settings included.
     *
     * @param welcome sees to it that somebody can enter; called before the service is up
     */
    static void use(Configuration configuration, BiConsumer<Accounts, ApiTokens> welcome) {
        Path data = configuration.site().storage().directory();
        lock(FleetFolder.own(configuration.site()));
        CONFIGURATION.set(configuration);
        ServiceSettings.welcome = welcome;
        System.setProperty("winnow.data", data.toString());
        DatabaseServers.use(configuration.site().storage());
        System.setProperty("quarkus.http.host", configuration.site().http().host());
        SiteConfiguration.Http http = configuration.site().http();
        String port = Integer.toString(http.port());
        System.setProperty("quarkus.http.port", port);
        http.tls().ifPresent(tls -> {
            System.setProperty(
                    "quarkus.http.ssl.certificate.files", tls.certificate().toString());
            System.setProperty(
                    "quarkus.http.ssl.certificate.key-files", tls.key().toString());
            System.setProperty("quarkus.http.ssl-port", port);
            System.setProperty("quarkus.http.insecure-requests", "disabled");
        });
        if (!http.trustedProxies().isEmpty()) {
            System.setProperty("quarkus.http.proxy.proxy-address-forwarding", "true");
            System.setProperty("quarkus.http.proxy.enable-forwarded-host", "true");
            System.setProperty("quarkus.http.proxy.trusted-proxies", String.join(",", http.trustedProxies()));
        }
        useLog(configuration.site().log());
        useTelemetry(configuration.site().telemetry());
    }

    /** Makes a data folder this process's own. */
    static void lock(Path data) {
        LOCK.updateAndGet(lock -> lock == null ? take(data) : lock);
    }

    /** Says what changes the configuration of the service to be started. */
    static void changeBy(RemoteConfiguration remote) {
        REMOTE.set(remote);
    }

    /** What changes its configuration. */
    static RemoteConfiguration remote() {
        RemoteConfiguration remote = REMOTE.get();
        if (remote == null) {
            throw new IllegalStateException("the service is started by 'winnow serve', which opens the history first");
        }
        return remote;
    }

    private static void useLog(SiteConfiguration.Logging log) {
        System.setProperty("quarkus.log.console.json.enabled", Boolean.toString(log.json()));
        System.setProperty("quarkus.log.level", log.level().toUpperCase(Locale.ROOT));
    }

    private static void useTelemetry(SiteConfiguration.Telemetry telemetry) {
        System.setProperty(
                "quarkus.otel.sdk.disabled", Boolean.toString(telemetry.traces().isEmpty()));
        telemetry.traces().ifPresent(collector -> {
            System.setProperty("quarkus.otel.exporter.otlp.endpoint", collector.toString());
            System.setProperty("quarkus.otel.exporter.otlp.protocol", telemetry.protocol());
        });
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

    static BiConsumer<Accounts, ApiTokens> welcome() {
        return welcome;
    }

    /** Tells who can reach the service. */
    static void sayWhereItListens() {
        SiteConfiguration.Http http = configuration().site().http();
        String port = Integer.toString(http.port());
        if (http.thisMachineOnly()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "listening on {0}:{1}, for this machine only; http.host in site.yaml changes that",
                    http.host(),
                    port);
        } else if (http.tls().isPresent()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "listening on {0}:{1}, for other machines too, with TLS",
                    http.host(),
                    port);
        } else {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "listening on {0}:{1}, for other machines too and without TLS: passwords can be read on the way",
                    http.host(),
                    port);
        }
    }

    /** Version of this build. */
    static String version() {
        String version = Service.class.getPackage().getImplementationVersion();
        return version == null ? NativeExecutable.version().orElse("development") : version;
    }
}
