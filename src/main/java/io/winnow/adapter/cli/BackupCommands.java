package io.winnow.adapter.cli;

import io.winnow.core.Progress;
import io.winnow.core.backup.Backups;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow backup} and {@code winnow restore}. */
public final class BackupCommands {
    private BackupCommands() {}

    /**
     * Adds both.
     *
     * @param backups of the service that a configuration folder describes
     */
    public static void addTo(CommandLine commands, Function<Path, Backups> backups) {
        commands.addSubcommand(new Backup(backups));
        commands.addSubcommand(new Restore(backups));
    }

    /** Which service. */
    private static final class Place {
        @Option(
                names = "--config",
                paramLabel = "DIR",
                defaultValue = "edge-config",
                description = "folder with site.yaml and stations/ (default: ${DEFAULT-VALUE})")
        private Path configuration;
    }

    @Command(
            name = "backup",
            mixinStandardHelpOptions = true,
            description = {
                "Copies database, frames, embeddings, models and configuration into one file, also while the service runs.",
                "Passwords and keys are not in it: the configuration only refers to them."
            },
            footer = {"", "Example: winnow backup /mnt/backup/press-1.zip"})
    private static final class Backup implements Callable<Integer> {
        private final Function<Path, Backups> backups;

        @Spec
        private CommandSpec spec;

        @CommandLine.Mixin
        private Place place;

        @Option(
                names = "--list",
                description = "name the backups in storage.backup.directory, newest first, and make none")
        private boolean list;

        @Parameters(
                arity = "0..1",
                paramLabel = "FILE",
                description =
                        "file to write; must not exist (default: a name with the time in storage.backup.directory)")
        private @Nullable Path file;

        Backup(Function<Path, Backups> backups) {
            this.backups = backups;
        }

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            Backups all = backups.apply(place.configuration);
            try {
                if (list) {
                    List<Path> made = all.list();
                    made.forEach(out::println);
                    return 0;
                }
                Shown progress = new Shown(spec.commandLine().getErr());
                Backups.Made made = file == null ? all.makeNext(progress) : all.make(file, progress);
                progress.end();
                out.printf("%s: %d files, %.1f MB%n", made.file(), made.files(), made.bytes() / 1e6);
                return 0;
            } catch (IOException e) {
                throw UsageException.because(e);
            }
        }
    }

    @Command(
            name = "restore",
            mixinStandardHelpOptions = true,
            description = {
                "Puts a backup in place of what is kept now, while no service runs on it.",
                "Every file is compared with its hash first; what was there is moved aside and not deleted."
            },
            footer = {"", "Example: winnow restore /mnt/backup/press-1.zip"})
    private static final class Restore implements Callable<Integer> {
        private final Function<Path, Backups> backups;

        @Spec
        private CommandSpec spec;

        @CommandLine.Mixin
        private Place place;

        @Parameters(paramLabel = "FILE", description = "a backup")
        private Path file;

        Restore(Function<Path, Backups> backups) {
            this.backups = backups;
        }

        @Override
        public Integer call() {
            try {
                Shown progress = new Shown(spec.commandLine().getErr());
                Backups.Restored restored = backups.apply(place.configuration).restore(file, progress);
                progress.end();
                PrintWriter out = spec.commandLine().getOut();
                out.printf("restored %d files as they were at %s%n", restored.files(), restored.at());
                out.printf(
                        "what was there, and the backup's configuration, is in %s; to go back, move its files to their places%n",
                        restored.aside());
                return 0;
            } catch (IOException e) {
                throw UsageException.because(e);
            }
        }
    }

    /** Progress in bytes with the remaining time from the pace so far. */
    private static final class Shown implements Progress {
        private final ConsoleProgress console;
        private final long began = System.nanoTime();

        Shown(PrintWriter err) {
            this.console = new ConsoleProgress(err, System.console() != null);
        }

        @Override
        public void advance(String phase, long done, long total) {
            Optional<Duration> left = done == 0
                    ? Optional.empty()
                    : Optional.of(
                            Duration.ofNanos((long) ((System.nanoTime() - began) * ((double) (total - done) / done))));
            console.progress(done >> 20, total >> 20, left, phase + ", MiB");
        }

        void end() {
            console.end();
        }
    }
}
