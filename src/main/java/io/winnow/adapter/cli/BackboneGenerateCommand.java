package io.winnow.adapter.cli;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the built-in backbone. */
@Command(
        name = "generate-scattering",
        description = "Writes the built-in wavelet scattering backbone (J = 3, L = 8) and its manifest."
                + " The result is the same on every machine.",
        mixinStandardHelpOptions = true)
final class BackboneGenerateCommand implements Runnable {
    private final BackboneCommand.Generator generator;

    @Parameters(paramLabel = "OUT", description = "Folder to write into; made if missing.")
    private Path folder;

    @Spec
    private CommandSpec spec;

    BackboneGenerateCommand(BackboneCommand.Generator generator) {
        this.generator = generator;
    }

    @Override
    public void run() {
        try {
            Path written = generator.generate(folder);
            spec.commandLine().getOut().println("wrote " + written);
        } catch (IOException e) {
            throw new UsageException("OUT = %s cannot be written: %s".formatted(folder, e.getMessage()), e);
        }
    }
}
