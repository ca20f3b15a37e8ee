package io.winnow.adapter.cli;

import io.winnow.adapter.cli.BackboneCommand.Quantiser;
import io.winnow.core.feature.Quantisation;
import io.winnow.core.feature.UnusableBackboneException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a backbone that calculates in 8-bit integers. */
@Command(
        name = "quantise",
        description = "Writes a copy of a backbone that calculates in 8-bit integers, after images of what it will see,"
                + " and says what that costs and gains. The copy is an ordinary ONNX file.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class BackboneQuantiseCommand implements Runnable {
    private static final double MEGABYTE = 1e6;

    private final Path defaultFolder;
    private final Quantiser quantiser;

    @Parameters(paramLabel = "NAME|FILE.onnx", description = "An installed backbone, or an ONNX file.")
    private String backbone;

    @Option(
            names = "--images",
            paramLabel = "DIR",
            required = true,
            description = "Normal images; every fourth measures the error. 40 are enough.")
    private Path images;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "File to write.")
    private Path out;

    @Option(
            names = "--input-size",
            paramLabel = "HxW",
            defaultValue = "256x256",
            description = "Height and width in pixels that images are resized to.")
    private String inputSize;

    @Option(
            names = "--outputs",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "layer2,layer3",
            description = "Feature levels to keep of a backbone given as file, finest first.")
    private List<String> outputs;

    @Option(
            names = "--largest-error",
            paramLabel = "SHARE",
            defaultValue = "0.065",
            description =
                    "Largest error of a feature level, as a share of its root mean square, above 0 to 1: layers stay in"
                            + " float32 until it holds.")
    private double largestError;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads; 0: one for each processor.")
    private int threads;

    @Mixin
    private BackboneCommand.ModelsOption models;

    @Spec
    private CommandSpec spec;

    BackboneQuantiseCommand(Path defaultFolder, Quantiser quantiser) {
        this.defaultFolder = defaultFolder;
        this.quantiser = quantiser;
    }

    @Override
    public void run() {
        if (!Files.isDirectory(images)) {
            throw new UsageException("--images %s is no folder".formatted(images));
        }
        if (!(largestError > 0 && largestError <= 1)) {
            throw new UsageException("--largest-error %s must be above 0 and at most 1".formatted(largestError));
        }
        if (threads < 0) {
            throw new UsageException("--threads %d must not be negative".formatted(threads));
        }
        Quantiser.Wish wish =
                new Quantiser.Wish(outputs, images, InputSizes.size(inputSize, inputSize), out, largestError, threads);
        ConsoleProgress console = new ConsoleProgress(spec.commandLine().getErr(), System.console() != null);
        try {
            Quantisation done = quantiser.quantise(
                    models.orElse(defaultFolder),
                    backbone,
                    wish,
                    (phase, at, total) -> console.progress(at, total, Optional.<Duration>empty(), phase));
            console.end();
            print(done);
        } catch (UnusableBackboneException | IllegalArgumentException e) {
            throw UsageException.because(e);
        }
    }

    private void print(Quantisation done) {
        PrintWriter text = spec.commandLine().getOut();
        line(text, "wrote %s", out);
        line(
                text,
                "  ranges: %s over %d images; measured on %d others",
                done.calibration(),
                done.calibrationImages(),
                done.heldOutImages());
        for (Quantisation.OutputError error : done.errors()) {
            line(text, "  %s: features off by %.2f %% (root mean square)", error.output(), 100 * error.relative());
        }
        line(
                text,
                "  %d of %d layers in float32%s",
                done.float32Layers().size(),
                done.layers(),
                done.float32Layers().isEmpty() ? "" : ": " + String.join(", ", done.float32Layers()));
        line(text, "  %.1f MB instead of %.1f MB", done.int8Bytes() / MEGABYTE, done.float32Bytes() / MEGABYTE);
        line(
                text,
                "  %.1f ms for an image instead of %.1f ms: %.1f times as fast",
                done.int8Millis(),
                done.float32Millis(),
                done.timesFaster());
        text.flush();
    }

    private static void line(PrintWriter text, String format, Object... values) {
        text.println(String.format(Locale.ROOT, format, values));
    }
}
