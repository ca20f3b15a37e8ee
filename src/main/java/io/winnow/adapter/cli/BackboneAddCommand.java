package io.winnow.adapter.cli;

import io.winnow.core.feature.AddedBackbone;
import io.winnow.core.feature.BackboneAddition;
import io.winnow.core.feature.BackboneManifest;
import io.winnow.core.feature.BackboneStore;
import io.winnow.core.feature.UnusableBackboneException;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.Preprocessing.Normalisation;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Installs a backbone after checking it. */
@Command(
        name = "add",
        description =
                "Checks an ONNX feature extractor (hash, input, outputs, a test run) and installs it with a manifest"
                        + " of its preprocessing. Backbones of the catalogue are known by their hash and need no options.",
        mixinStandardHelpOptions = true)
final class BackboneAddCommand implements Runnable {
    private final Path defaultFolder;
    private final Function<Path, BackboneStore> stores;

    @Parameters(paramLabel = "FILE|URL", description = "An ONNX file, or its file, http or https address.")
    private String location;

    @Option(
            names = "--sha256",
            paramLabel = "HEX",
            required = true,
            description = "What the file's SHA-256 must be: 64 hexadecimal digits.")
    private String sha256;

    @Option(names = "--name", paramLabel = "NAME", description = "Name to install it under. Default: the file's name.")
    private @Nullable String name;

    @Option(names = "--licence", paramLabel = "SPDX", description = "Its licence. Default: unknown.")
    private @Nullable String licence;

    @Option(
            names = "--outputs",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Feature maps to use, finest first. Default: layer2,layer3 where it has them, else its only output.")
    private @Nullable List<String> outputs;

    @Option(
            names = "--normalisation",
            paramLabel = "imagenet|none",
            description = "What is done to RGB values in 0..1. Default: imagenet.")
    private @Nullable String normalisation;

    @Option(
            names = "--multiple-of",
            paramLabel = "PIXELS",
            description = "Input height and width must be multiples of this. Default: 32.")
    private @Nullable Integer sizeMultiple;

    @Option(
            names = "--standardise",
            negatable = true,
            description = "Divide each channel by its deviation over the pool. Default: no.")
    private @Nullable Boolean standardise;

    @Mixin
    private BackboneCommand.ModelsOption models;

    @Spec
    private CommandSpec spec;

    BackboneAddCommand(Path defaultFolder, Function<Path, BackboneStore> stores) {
        this.defaultFolder = defaultFolder;
        this.stores = stores;
    }

    @Override
    public void run() {
        Path folder = models.orElse(defaultFolder);
        try {
            print(stores.apply(folder).add(addition()), folder);
        } catch (UnusableBackboneException | IllegalArgumentException e) {
            throw UsageException.because(e);
        }
    }

    private BackboneAddition addition() {
        return new BackboneAddition(
                uri(),
                new ContentHash(sha256.toLowerCase(Locale.ROOT)),
                Optional.ofNullable(name),
                Optional.ofNullable(licence),
                Optional.ofNullable(outputs),
                Optional.ofNullable(normalisation).map(BackboneAddCommand::parse),
                Optional.ofNullable(sizeMultiple),
                Optional.ofNullable(standardise));
    }

    private URI uri() {
        if (location.contains("://")) {
            return URI.create(location);
        }
        Path file = Path.of(location);
        if (!Files.isRegularFile(file)) {
            throw new UsageException("FILE = %s is no file".formatted(file));
        }
        return file.toUri();
    }

    private static Normalisation parse(String text) {
        return switch (text) {
            case "imagenet" -> Normalisation.IMAGENET;
            case "none" -> Normalisation.NONE;
            default -> throw new UsageException("--normalisation = %s must be imagenet or none".formatted(text));
        };
    }

    private void print(AddedBackbone added, Path folder) {
        BackboneManifest manifest = added.manifest();
        PrintWriter out = spec.commandLine().getOut();
        out.printf("installed %s in %s, licence %s%n", manifest.name(), folder, manifest.licence());
        for (AddedBackbone.Output output : added.outputs()) {
            out.printf("  %s: %d channels, stride %d%n", output.name(), output.channels(), output.stride());
        }
        out.flush();
    }
}
