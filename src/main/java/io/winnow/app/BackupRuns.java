package io.winnow.app;

import io.winnow.adapter.storage.DiskBackups;
import io.winnow.app.config.Configuration;
import io.winnow.app.config.SiteConfiguration;
import io.winnow.core.Progress;
import io.winnow.core.backup.Backups;
import io.winnow.core.health.BackupStatus;
import io.winnow.core.health.Finding;
import io.winnow.core.health.Findings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes backups as often as the configuration wants them and remembers how it went. Thread-safe. */
final class BackupRuns {
    private static final System.Logger LOG = System.getLogger(BackupRuns.class.getName());

    private final Backups backups;
    private final SiteConfiguration.Backup rule;
    private final Clock clock;
    private volatile Optional<String> failure = Optional.empty();

    BackupRuns(Configuration configuration, Clock clock) {
        this.backups = of(configuration, clock);
        this.rule = configuration.site().storage().backup();
        this.clock = clock;
    }

    /** The backups of the service that a configuration describes; they refuse where a folder does not hold everything that is kept. */
    static Backups of(Configuration configuration, Clock clock) {
        SiteConfiguration site = configuration.site();
        if (site.storage().database().isPresent()) {
            return NoBackups.ofServer(site.storage().directory());
        }
        if (site.storage().objects().isPresent()) {
            return NoBackups.ofBucket(site.storage().objects().get().bucket());
        }
        return new DiskBackups(
                new DiskBackups.Place(
                        site.site(),
                        ServiceSettings.version(),
                        site.storage().directory(),
                        configuration.folder(),
                        site.storage().backup().directory(),
                        site.storage().backup().keep()),
                clock);
    }

    /** Makes one where the newest is older than it may be; counts those of earlier runs of the service. */
    void runWhenDue() {
        try {
            Optional<Instant> newest = newest();
            boolean due = rule.every()
                    .filter(every -> newest.isEmpty()
                            || !clock.instant().isBefore(newest.get().plus(every)))
                    .isPresent();
            if (due) {
                Backups.Made made = backups.makeNext(Progress.NONE);
                LOG.log(System.Logger.Level.INFO, "backup {0}: {1} files", made.file(), made.files());
                failure = Optional.empty();
            }
        } catch (IOException e) {
            failure = Optional.of(String.valueOf(e.getMessage()));
            throw new UncheckedIOException("the backup was not made: " + e.getMessage(), e);
        }
    }

    private Optional<Instant> newest() throws IOException {
        List<Path> made = backups.list();
        return made.isEmpty()
                ? Optional.empty()
                : Optional.of(Files.getLastModifiedTime(made.get(0)).toInstant());
    }

    /** For the System page. */
    Finding finding() throws IOException {
        return Findings.backup(new BackupStatus(rule.every(), newest(), failure));
    }
}
