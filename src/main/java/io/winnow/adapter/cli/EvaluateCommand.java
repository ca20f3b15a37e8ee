package io.winnow.adapter.cli;

import io.winnow.core.evaluation.Evaluation;
import io.winnow.core.evaluation.EvaluationOptions;
import io.winnow.core.evaluation.MapReader;
import io.winnow.core.evaluation.Resampling;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code winnow evaluate}: every figure of any detector's anomaly maps. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = {
            "Evaluates the anomaly maps of any detector: AUROC, AUPR (average precision) and best F1 of images and pixels, "
                    + "AUPRO, AU-IoU, and Proportion Localised (PL30, PL50, PL30 by percentiles).",
            "A higher score means more anomalous. An image is anomalous when its mask has a pixel that is not 0; its "
                    + "score is the maximum of its map unless --image-scores is given.",
            "Maps and masks are arrays (.npy, or raw .f32 and .u8 with --shape), or folders with <type>/<name>.tiff, .tif or "
                    + ".png maps and <type>/<name>_mask.png or <name>.png masks; maps in good/ need no mask."
        },
        footer = {
            "",
            "Undefined figures are null in JSON, with the reason under \"undefined\".",
            "Example: winnow evaluate --scores maps.f32 --masks masks.u8 --shape 12,64,64 --json"
        })
public final class EvaluateCommand implements Callable<Integer> {
    private final MapReader reader;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--scores",
            required = true,
            paramLabel = "FILE|DIR",
            description = "anomaly maps, float32, float64 (rounded to float32) or uint8")
    private Path scores;

    @Option(
            names = "--masks",
            required = true,
            paramLabel = "FILE|DIR",
            description = "masks of the same shape; any value but 0 is defect")
    private Path masks;

    @Option(
            names = "--shape",
            paramLabel = "N,H,W",
            description = "images, height, width in pixels; needed for raw files")
    private @Nullable String shape;

    @Option(
            names = "--image-scores",
            paramLabel = "FILE",
            description =
                    "a score for each image in the order of the maps (folders: sorted by path): .npy, .f32, .txt or .csv, "
                            + "whose last column counts")
    private @Nullable Path imageScores;

    @Option(
            names = "--au-pro-limit",
            paramLabel = "RATE",
            defaultValue = "0.3",
            description = "false positive rate up to which AUPRO is measured, above 0 to 1 (default: ${DEFAULT-VALUE})")
    private double auProLimit;

    @Option(
            names = "--bootstrap",
            paramLabel = "N",
            description = "add 95 %% intervals: N resamples of the images for areas and F1, Wilson's for PL")
    private @Nullable Integer bootstrap;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "0",
            description = "seed of the resamples (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--json", description = "print JSON in full precision instead of a table")
    private boolean json;

    /**
     * Makes the command.
     *
     * @param reader of maps and masks in folders
     */
    public EvaluateCommand(MapReader reader) {
        this.reader = reader;
    }

    @Override
    public Integer call() {
        try {
            return evaluate();
        } catch (IllegalArgumentException e) {
            // What the core refuses at its door is the user's data: its message names thing, value and rule.
            throw UsageException.because(e);
        }
    }

    private int evaluate() {
        TestSet set = read();
        EvaluationOptions options = EvaluationOptions.DEFAULT.withAuProLimit(auProLimit);
        if (imageScores != null) {
            options = options.withImageScores(
                    ImageScoreFile.read(imageScores, set.maps().count()));
        }
        if (bootstrap != null) {
            options = options.withIntervals(Resampling.of(bootstrap, seed));
        }
        Evaluation evaluation = Evaluation.of(set.maps(), set.masks(), options);
        EvaluationReport report = new EvaluationReport(evaluation, set.types());
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? report.json() : report.table().stripTrailing());
        out.flush();
        return ExitCode.OK;
    }

    private TestSet read() {
        requireExists("--scores", scores);
        requireExists("--masks", masks);
        if (Files.isDirectory(scores) != Files.isDirectory(masks)) {
            throw new UsageException(
                    "--scores %s and --masks %s must both be folders or both be files".formatted(scores, masks));
        }
        if (!Files.isDirectory(scores)) {
            return TestSet.ofArrays(scores, masks, shape());
        }
        if (shape != null) {
            throw new UsageException("--shape %s is for array files; %s is a folder".formatted(shape, scores));
        }
        return TestSet.ofFolders(scores, masks, reader);
    }

    private static void requireExists(String option, Path path) {
        if (!Files.exists(path)) {
            throw new UsageException("%s %s does not exist".formatted(option, path));
        }
    }

    private long[] shape() {
        if (shape == null) {
            return new long[0];
        }
        if (!shape.matches("[1-9][0-9]{0,9},[1-9][0-9]{0,9},[1-9][0-9]{0,9}")) {
            throw new UsageException("--shape %s must be N,H,W: three whole numbers of at least 1".formatted(shape));
        }
        String[] parts = shape.split(",", -1);
        return new long[] {Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2])};
    }
}
