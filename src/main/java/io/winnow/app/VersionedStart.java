package io.winnow.app;

import io.winnow.adapter.cli.CannotStartException;
import io.winnow.adapter.storage.DiskConfigurationFolder;
import io.winnow.adapter.storage.DiskConfigurationHistory;
import io.winnow.app.config.Configuration;
import io.winnow.app.config.ConfigurationReader;
import io.winnow.app.config.StagedConfiguration;
import io.winnow.core.configuration.ConfigurationVersion.Origin;
import io.winnow.core.configuration.ConfigurationVersions;
import io.winnow.core.configuration.RemoteConfiguration;
import io.winnow.core.inspection.StorageException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a start does about versions of its configuration: tries the one that waits, goes back where that fails. For one start. */
final class VersionedStart {
    private static final System.Logger LOG = System.getLogger(VersionedStart.class.getName());

    private final Path folder;
    private final Restarts restarts;
    private Optional<ConfigurationVersions> versions = Optional.empty();

    VersionedStart(Path folder, Restarts restarts) {
        this.folder = folder;
        this.restarts = restarts;
    }

    /**
     * Puts into the folder what this start is to try, or to go back to.
     *
     * @throws CannotStartException when it cannot be written
     */
    void begin() {
        ConfigurationReader.data(folder)
                .filter(DiskConfigurationHistory::existsIn)
                .ifPresent(data -> guarded(() -> begin(data)));
    }

    private void begin(Path data) {
        ConfigurationVersions open = open(data);
        if (open.state().trial().isPresent()) {
            ServiceSettings.lock(data);
            open.begin();
        }
    }

    /** The folder was read and is in order; the data folder is this process's own. */
    void read(Configuration configuration) {
        guarded(open(FleetFolder.own(configuration.site()))::noticed);
    }

    private ConfigurationVersions open(Path data) {
        ConfigurationVersions open = versions.orElseGet(() -> new ConfigurationVersions(
                new DiskConfigurationHistory(data), new DiskConfigurationFolder(folder), Clock.systemUTC()));
        versions = Optional.of(open);
        return open;
    }

    /** A damaged history must not keep a line from starting; a folder that is half written must. */
    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (StorageException e) {
            if (e.passing()) {
                throw new CannotStartException(String.valueOf(e.getMessage()), e);
            }
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the configuration is used as it is, and cannot be changed from afar",
                    e);
        }
    }

    /** The service is up. */
    void ready() {
        try {
            versions.ifPresent(ConfigurationVersions::ready);
        } catch (StorageException e) {
            LOG.log(System.Logger.Level.ERROR, "it could not be noted that the configuration works", e);
        }
    }

    /** The start has failed; says whether the next one puts the version before back. */
    boolean failed(String why) {
        try {
            return versions.map(open -> open.failed(why)).orElse(false);
        } catch (StorageException e) {
            // The next start goes back all the same, without knowing why.
            LOG.log(System.Logger.Level.ERROR, "it could not be noted why the start failed", e);
            return true;
        }
    }

    /** What changes the configuration from afar, once it was read. A fleet is changed as a whole, where its members are rolled out. */
    RemoteConfiguration remote(Configuration configuration) {
        Set<Origin> ways = configuration.site().fleet().isPresent()
                ? Set.of()
                : configuration.site().remote().ways().stream()
                        .map(way -> Origin.valueOf(way.toUpperCase(Locale.ROOT)))
                        .collect(Collectors.toSet());
        return new RemoteConfiguration(
                versions.orElseThrow(), new StagedConfiguration(Configurations.reader(), folder), restarts, ways);
    }
}
