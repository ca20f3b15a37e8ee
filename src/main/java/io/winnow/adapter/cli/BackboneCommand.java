package io.winnow.adapter.cli;

import io.winnow.core.Progress;
import io.winnow.core.feature.BackboneStore;
import io.winnow.core.feature.Quantisation;
import io.winnow.core.feature.UnusableBackboneException;
import io.winnow.core.image.ImageSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups what can be done with backbones. */
@Command(
        name = "backbone",
        description = "Lists and installs backbones, the frozen networks that turn images into features.",
        mixinStandardHelpOptions = true)
public final class BackboneCommand implements Runnable {
    /** Writes the built-in backbone. */
    @FunctionalInterface
    public interface Generator {
        /** Writes the model and its manifest into a folder and gives the model's path. */
        Path generate(Path folder) throws IOException;
    }

    /** Quantises backbones. */
    @FunctionalInterface
    public interface Quantiser {
        /**
         * Quantises after images of a folder.
         *
         * @param backbone name of an installed one below {@code models}, or path of an ONNX file
         * @throws UsageException when there is none, or the folder holds too few images
         */
        Quantisation quantise(Path models, String backbone, Wish wish, Progress progress)
                throws UnusableBackboneException;

        /**
         * What is asked for.
         *
         * @param outputs of a backbone given as file
         * @param images folder of normal images
         * @param target file to write
         * @param threads 0 takes one for each processor
         */
        record Wish(List<String> outputs, Path images, ImageSize size, Path target, double largestError, int threads) {}
    }

    /** The {@code --models} option, the same everywhere. */
    static final class ModelsOption {
        @Option(
                names = "--models",
                paramLabel = "DIR",
                description = "Folder of backbones. Default: the environment variable WINNOW_MODELS,"
                        + " else models beside the launcher.")
        private @Nullable Path folder;

        Path orElse(Path otherwise) {
            return folder == null ? otherwise : folder;
        }
    }

    @Spec
    private CommandSpec spec;

    private BackboneCommand() {}

    /**
     * The command with its subcommands.
     *
     * @param defaultFolder backbones are looked for and installed here when no folder is given
     * @param stores opens a folder
     * @param generator writes the built-in backbone
     */
    public static CommandLine create(
            Path defaultFolder, Function<Path, BackboneStore> stores, Generator generator, Quantiser quantiser) {
        return new CommandLine(new BackboneCommand())
                .addSubcommand(new BackboneAddCommand(defaultFolder, stores))
                .addSubcommand(new BackboneListCommand(defaultFolder, stores))
                .addSubcommand(new BackboneGenerateCommand(generator))
                .addSubcommand(new BackboneQuantiseCommand(defaultFolder, quantiser));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "winnow: name a backbone command");
    }
}
