package io.winnow.app;

import io.quarkus.runtime.annotations.QuarkusMain;
import io.winnow.adapter.cli.BackupCommands;
import io.winnow.adapter.cli.BenchCommand;
import io.winnow.adapter.cli.CannotStartException;
import io.winnow.adapter.cli.ConfigCommand;
import io.winnow.adapter.cli.ConfigurationHistoryCommands;
import io.winnow.adapter.cli.DoctorCommand;
import io.winnow.adapter.cli.EvaluateCommand;
import io.winnow.adapter.cli.LabelsCommand;
import io.winnow.adapter.cli.PerfCommand;
import io.winnow.adapter.cli.RefitCommand;
import io.winnow.adapter.cli.UsageException;
import io.winnow.adapter.cli.UsersCommand;
import io.winnow.adapter.cli.WinnowCommand;
import io.winnow.adapter.opencv.OpenCvMapReader;
import io.winnow.app.config.ConfigurationReport;
import io.winnow.app.demo.DemoCommand;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import picocli.CommandLine;

/** Entry point of every {@code winnow} command. Only those that serve start the framework. */
@QuarkusMain
public final class Main {
    private static final Duration BROKER_ANSWERS_WITHIN = Duration.ofSeconds(10);

    private Main() {}

    public static void main(String[] args) {
        NativeExecutable.settle();
        boolean serves = args.length > 0 && args[0].equals("serve");
        System.exit((serves ? serviceAlone() : commandLine()).execute(args));
    }

    /** A service that starts gets along without the other commands, which take a third of a second to build. */
    private static CommandLine serviceAlone() {
        CommandLine commands = new CommandLine(new WinnowCommand());
        commands.addSubcommand(new ServeCommand());
        return settled(commands);
    }

    /** All commands with what they need, built lazily so that {@code --help} loads no native library. */
    static CommandLine commandLine() {
        CommandLine commands = new CommandLine(new WinnowCommand());
        commands.addSubcommand(new DemoCommand(Configurations::read, ServeCommand::run));
        commands.addSubcommand(new ServeCommand());
        CommandLine config = new CommandLine(
                new ConfigCommand(new ConfigurationReport(Configurations.reader()), Configurations::schemas));
        ConfigurationHistoryCommands.addTo(config, new ConfigurationOpener());
        commands.addSubcommand(config);
        commands.addSubcommand(new EvaluateCommand(new OpenCvMapReader()));
        commands.addSubcommand(new BenchCommand(new NativeBenchWorkbench(), Clock.systemUTC()));
        commands.addSubcommand(new PerfCommand(new NativePerfWorkbench()));
        commands.addSubcommand(BackboneCommands.create(System.getenv()));
        commands.addSubcommand(LabelsCommand.create(LabelsClient::new));
        commands.addSubcommand(new DoctorCommand(new Doctor(BROKER_ANSWERS_WITHIN)));
        BackupCommands.addTo(commands, directory -> BackupRuns.of(Configurations.read(directory), Clock.systemUTC()));
        commands.addSubcommand(new RefitCommand(OneRefit::run, Path.of("/dev/termination-log")));
        commands.addSubcommand(UsersCommand.create(AccountsFile::open));
        CameraCommands.addTo(commands, System.getenv());
        return settled(commands);
    }

    private static CommandLine settled(CommandLine commands) {
        sayVersion(commands, "winnow " + ServiceSettings.version());
        commands.setExecutionExceptionHandler((e, commandLine, result) -> {
            if (e instanceof UsageException) {
                commandLine.getErr().println("winnow: " + e.getMessage());
                return CommandLine.ExitCode.USAGE;
            }
            if (e instanceof CannotStartException) {
                commandLine.getErr().println("winnow: cannot start: " + e.getMessage());
                return CannotStartException.EXIT_STATUS;
            }
            throw e;
        });
        return commands;
    }

    /** Every command answers {@code --version} with the same. */
    private static void sayVersion(CommandLine command, String version) {
        command.getCommandSpec().version(version);
        command.getSubcommands().values().forEach(each -> sayVersion(each, version));
    }
}
