package io.winnow.adapter.cli;

import io.winnow.core.configuration.ConfigurationRefusedException;
import io.winnow.core.configuration.ConfigurationState;
import io.winnow.core.configuration.ConfigurationVersion;
import io.winnow.core.configuration.ConfigurationVersion.Ending;
import io.winnow.core.configuration.ConfigurationVersions;
import io.winnow.core.inspection.StorageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow config history} and {@code rollback}: versions of the configuration, for whoever stands at the machine. */
public final class ConfigurationHistoryCommands {
    /** Opens what is kept of a configuration folder. */
    public interface Opener {
        /**
         * To look at, whether the service runs or not.
         *
         * @throws UsageException when there is nothing
         */
        ConfigurationVersions look(Path folder);

        /**
         * To change, for as long as this process lives.
         *
         * @throws UsageException when there is nothing, or the service runs
         */
        ConfigurationVersions change(Path folder);
    }

    private ConfigurationHistoryCommands() {}

    /** Adds both below {@code winnow config}. */
    public static void addTo(CommandLine config, Opener open) {
        config.addSubcommand(new History(open)).addSubcommand(new Rollback(open));
    }

    private abstract static class OnVersions implements Callable<Integer> {
        private final Function<Path, ConfigurationVersions> open;

        @Spec
        private CommandSpec spec;

        @Option(
                names = "--config",
                paramLabel = "DIR",
                defaultValue = "edge-config",
                description = "Folder with site.yaml and stations/ (default: ${DEFAULT-VALUE}).")
        private Path folder;

        OnVersions(Function<Path, ConfigurationVersions> open) {
            this.open = open;
        }

        @Override
        public final Integer call() throws IOException {
            try {
                run(open.apply(folder), spec.commandLine().getOut());
                return 0;
            } catch (ConfigurationRefusedException | StorageException e) {
                throw UsageException.because(e);
            }
        }

        abstract void run(ConfigurationVersions versions, PrintWriter out);
    }

    @Command(
            name = "history",
            description = "Lists the versions of the configuration that are kept, newest first.",
            mixinStandardHelpOptions = true)
    private static final class History extends OnVersions {
        History(Opener open) {
            super(open::look);
        }

        @Override
        void run(ConfigurationVersions versions, PrintWriter out) {
            ConfigurationState state = versions.state();
            TextTable table = new TextTable(5, List.of("VERSION", "STATE", "AT", "BY", "REASON"));
            for (ConfigurationVersion version : versions.all()) {
                String ending = version.ending()
                        .map(Ending::reason)
                        .map(why -> " (" + why + ")")
                        .orElse("");
                table.add(List.of(
                        Long.toString(version.number()),
                        ConfigurationVersions.stateOf(version, state),
                        version.at().truncatedTo(ChronoUnit.SECONDS).toString(),
                        version.by(),
                        version.reason() + ending));
            }
            out.print(table);
            out.flush();
        }
    }

    @Command(
            name = "rollback",
            description = {
                "Puts back a version of the configuration while the service is down.",
                "Its files are in the folder at once; the next start takes them without a trial."
            },
            mixinStandardHelpOptions = true)
    private static final class Rollback extends OnVersions {
        @Parameters(paramLabel = "VERSION", description = "Number of the version, as 'winnow config history' shows it.")
        private long version;

        Rollback(Opener open) {
            super(open::change);
        }

        @Override
        void run(ConfigurationVersions versions, PrintWriter out) {
            ConfigurationVersion now =
                    versions.rollBackAtOnce(version, "winnow config of " + System.getProperty("user.name"));
            out.printf("version %d is version %d again; start the service%n", now.number(), version);
            out.flush();
        }
    }
}
