package io.winnow.adapter.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The top command; does nothing by itself. */
@Command(
        name = "winnow",
        description = "Production-line inspection that trains itself on an unlabelled, polluted pool of images.",
        mixinStandardHelpOptions = true,
        subcommands = HelpCommand.class)
public final class WinnowCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "winnow: name a command");
    }
}
