package io.winnow.adapter.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow config}: what concerns {@code edge-config/}. */
@Command(name = "config", description = "Look at the configuration.", mixinStandardHelpOptions = true)
public final class ConfigCommand implements Runnable {
    private final ConfigurationCheck configuration;

    @Spec
    private CommandSpec spec;

    public ConfigCommand(ConfigurationCheck configuration) {
        this.configuration = configuration;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "winnow config: name a command");
    }

    /** Reads a configuration and says what is wrong with it, or what it says. */
    @Command(
            name = "check",
            description = "Reports every problem of a configuration; ends with 2 where there is one.",
            mixinStandardHelpOptions = true)
    int check(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "DIR",
                            defaultValue = "edge-config",
                            description = "Folder with site.yaml and stations/ (default: ${DEFAULT-VALUE}).")
                    Path directory) {
        ConfigurationCheck.Report report = configuration.check(directory);
        if (report.problems().isEmpty()) {
            PrintWriter out = spec.commandLine().getOut();
            report.summary().forEach(out::println);
            return 0;
        }
        PrintWriter err = spec.commandLine().getErr();
        report.problems().forEach(err::println);
        int count = report.problems().size();
        err.printf("winnow: %s: %d %s%n", directory, count, count == 1 ? "problem" : "problems");
        return 2;
    }
}
