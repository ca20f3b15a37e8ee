package io.winnow.adapter.cli;

import io.winnow.core.bench.Bench;
import io.winnow.core.bench.BenchPlan;
import io.winnow.core.bench.Cell;
import io.winnow.core.bench.OutcomeCache;
import io.winnow.core.bench.Study;
import io.winnow.core.bench.StudyReports;
import io.winnow.core.dataset.Dataset;
import io.winnow.core.dataset.DatasetException;
import io.winnow.core.dataset.DatasetReader;
import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.image.ImageSize;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow bench}: repeats the study of the SROC paper on any dataset. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        description = {
            "Measures how detectors stand a polluted training set, and what refinement wins back.",
            "",
            "Repeats the protocol of the SROC paper (arXiv:2202.12759, section 4) on any dataset: part of the normal"
                    + " training images is replaced by defective ones from the test set, a strategy drops part of that"
                    + " pool without knowing which, a detector is fitted on what is left, and the test set judges it."
                    + " Prints mean and standard deviation over seeds.",
            "",
            "Every outcome is kept in the cache as it comes: a run that was interrupted goes on where it stopped when"
                    + " the same command is given again."
        })
public final class BenchCommand implements Callable<Integer> {
    /** What the command needs; opens native libraries only when a method says so. */
    public interface Workbench {
        /** The backbone that comes with the program. */
        String defaultBackbone();

        /** Names of all detectors. */
        List<String> detectors();

        /** Names of all strategies. */
        List<String> strategies();

        DatasetReader datasets();

        StudyReports reports();

        /** A cache in a folder. */
        OutcomeCache cache(Path folder);

        /**
         * Opens a backbone, for the caller to close.
         *
         * @param name of an installed backbone, or path of an ONNX file
         * @param outputs of a file to use as feature levels
         * @throws UsageException when there is none, or it cannot be used
         */
        FeatureExtractor backbone(String name, List<String> outputs, int threads);

        /** Loads what runs studies. */
        Bench bench(int threads);

        /** Version of the program. */
        String version();
    }

    private static final String CELLS = "cells";
    private static final String EMBEDDINGS = "embeddings";

    private final Workbench workbench;
    private final Clock clock;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "DIR",
            arity = "0..*",
            description =
                    "Datasets as their publishers lay them out (MVTec AD, MVTec AD 2, VisA, BTAD, KolektorSDD2): one"
                            + " category, or a folder of categories. See docs/datasets.md.")
    private List<Path> folders = List.of();

    @Option(names = "--list", description = "Print the names of all detectors and strategies, and do nothing else.")
    private boolean list;

    @Option(
            names = "--category",
            split = ",",
            paramLabel = "NAME",
            description = "Only these categories; all unless given.")
    private List<String> categories = List.of();

    @Option(
            names = "--backbone",
            split = ",",
            paramLabel = "NAME|FILE.onnx",
            description = "Backbones: names of installed ones, or ONNX files; the built-in one unless given.")
    private List<String> backbones = List.of();

    @Option(
            names = "--outputs",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "layer2,layer3",
            description = "Feature levels to use of backbones given as files, finest first.")
    private List<String> outputs = List.of();

    @Option(
            names = "--detector",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "patchcore,mahalanobis",
            description = "Detectors, or 'all'.")
    private List<String> detectors = List.of();

    @Option(
            names = "--strategy",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "none,sroc,perfect",
            description =
                    "Refinement strategies, or 'all'. 'none' drops nothing, 'perfect' knows the truth: the bounds.")
    private List<String> strategies = List.of();

    @Option(
            names = "--pollution",
            split = ",",
            paramLabel = "RATIO",
            defaultValue = "0,0.2",
            description = "Parts of the training set that are defective, 0 to below 1.")
    private List<Double> pollutions = List.of();

    @Option(
            names = "--refinement",
            split = ",",
            paramLabel = "RATIO",
            defaultValue = "0,0.1,0.2",
            description = "Parts of the training set that strategies drop, 0 to below 1.")
    private List<Double> refinements = List.of();

    @Option(
            names = "--pollution-set",
            paramLabel = "RATIO",
            defaultValue = "0.2",
            description =
                    "Size of the pollution set as a part of the training set: as many defects leave the test set at"
                            + " every pollution. Raised to the highest --pollution where that is more.")
    private double pollutionSet;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Number of seeds, five as in the paper.")
    private int seeds;

    @Option(
            names = "--first-seed",
            paramLabel = "SEED",
            defaultValue = "1",
            description = "Seeds count up from this one.")
    private long firstSeed;

    @Option(
            names = "--input-size",
            split = ",",
            paramLabel = "[CATEGORY=]HxW",
            defaultValue = "256x256",
            description = "Height and width in pixels that images are resized to, for all categories or for one:"
                    + " 256x256,pcb=512x512.")
    private List<String> inputSizes = List.of();

    @Option(names = "--json", paramLabel = "FILE", description = "Write one object for each cell (docs/bench.md).")
    private @Nullable Path json;

    @Option(names = "--csv", paramLabel = "FILE", description = "Write one line for each cell, with the same fields.")
    private @Nullable Path csv;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write a page with curves, box plots, tables and pictures; it needs no other file.")
    private @Nullable Path html;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            defaultValue = ".winnow/bench",
            description = "Where embeddings and outcomes are kept. May be deleted at any time.")
    private Path cache = Path.of("");

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads; one for each processor unless given.",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
    private int threads;

    public BenchCommand(Workbench workbench, Clock clock) {
        this.workbench = workbench;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        if (list) {
            out("detectors: " + String.join(", ", workbench.detectors()));
            out("strategies: " + String.join(", ", workbench.strategies()));
            return ExitCode.OK;
        }
        Study study = run(plan());
        spec.commandLine().getOut().print(BenchTables.of(study));
        spec.commandLine().getOut().flush();
        write(study);
        return ExitCode.OK;
    }

    private Study run(BenchPlan plan) throws IOException {
        Instant start = clock.instant();
        boolean terminal = System.console() != null;
        ConsoleProgress console = new ConsoleProgress(spec.commandLine().getErr(), terminal);
        NoteTaker listener = new NoteTaker(console);
        AtomicBoolean finished = new AtomicBoolean();
        Thread farewell = new Thread(() -> {
            if (!finished.get()) {
                console.end();
                System.err.printf(
                        "winnow: interrupted; what was computed is in %s, the same command goes on from there%n",
                        cache);
            }
        });
        Runtime.getRuntime().addShutdownHook(farewell);
        List<FeatureExtractor> open = new ArrayList<>();
        try {
            openBackbones(open);
            List<Cell> cells = workbench
                    .bench(threads())
                    .run(
                            plan,
                            open,
                            workbench.cache(cache.resolve(CELLS)),
                            cache.resolve(EMBEDDINGS),
                            threads(),
                            listener);
            console.end();
            return new Study(
                    plan,
                    cells,
                    listener.notes(),
                    commandText(),
                    workbench.version(),
                    clock.instant(),
                    Duration.between(start, clock.instant()));
        } catch (DatasetException | IllegalArgumentException e) {
            throw refused(e);
        } finally {
            finished.set(true);
            open.forEach(FeatureExtractor::close);
        }
    }

    private static UsageException refused(Exception e) {
        return new UsageException(String.valueOf(e.getMessage()), e);
    }

    private void openBackbones(List<FeatureExtractor> open) {
        for (String name : backbones.isEmpty() ? List.of(workbench.defaultBackbone()) : backbones) {
            open.add(workbench.backbone(name, outputs, threads()));
        }
    }

    private BenchPlan plan() throws IOException {
        if (folders.isEmpty()) {
            throw new UsageException("bench: name at least one DIR with a dataset");
        }
        if (seeds < 1) {
            throw new UsageException("--seeds %d: must be at least 1".formatted(seeds));
        }
        Sizes sizes = Sizes.parse(inputSizes);
        List<Dataset> datasets = datasets();
        sizes.requireKnown(datasets.stream().map(Dataset::category).toList());
        try {
            return new BenchPlan(
                    datasets,
                    chosen("--detector", detectors, workbench.detectors()),
                    chosen("--strategy", strategies, workbench.strategies()),
                    pollutions,
                    refinements,
                    LongStream.range(firstSeed, firstSeed + seeds).boxed().toList(),
                    Math.max(
                            pollutionSet,
                            pollutions.stream()
                                    .mapToDouble(Double::doubleValue)
                                    .max()
                                    .orElse(0)),
                    sizes.general().orElse(Sizes.DEFAULT),
                    sizes.byCategory());
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
    }

    private List<Dataset> datasets() throws IOException {
        List<Dataset> all = new ArrayList<>();
        for (Path folder : folders) {
            try {
                all.addAll(workbench.datasets().read(folder));
            } catch (DatasetException | IllegalArgumentException e) {
                throw refused(e);
            }
        }
        Set<String> names = new LinkedHashSet<>();
        for (Dataset dataset : all) {
            if (!names.add(dataset.category())) {
                throw new UsageException("category %s comes from two folders; each needs a name of its own"
                        .formatted(dataset.category()));
            }
        }
        chosen("--category", categories, List.copyOf(names));
        return all.stream()
                .filter(dataset -> categories.isEmpty() || categories.contains(dataset.category()))
                .toList();
    }

    private static List<String> chosen(String option, List<String> names, List<String> known) {
        if (names.equals(List.of("all"))) {
            return known;
        }
        for (String name : names) {
            if (!known.contains(name)) {
                throw new UsageException("%s %s: not known; choose from %s".formatted(option, name, known));
            }
        }
        return names.stream().distinct().toList();
    }

    private void write(Study study) throws IOException {
        StudyReports reports = workbench.reports();
        if (json != null) {
            reports.json(study, json);
        }
        if (csv != null) {
            reports.csv(study, csv);
        }
        if (html != null) {
            reports.html(study, html);
        }
        for (Path written : new Path[] {json, csv, html}) {
            if (written != null) {
                spec.commandLine().getErr().println("wrote " + written);
            }
        }
        spec.commandLine().getErr().flush();
    }

    private int threads() {
        if (threads < 0) {
            throw new UsageException("--threads %d: must be at least 1".formatted(threads));
        }
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }

    private String commandText() {
        return "winnow " + String.join(" ", spec.commandLine().getParseResult().originalArgs());
    }

    private void out(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }

    /** Input sizes as they were given. */
    private record Sizes(Optional<ImageSize> general, Map<String, ImageSize> byCategory) {
        static final ImageSize DEFAULT = new ImageSize(256, 256);

        static Sizes parse(List<String> texts) {
            ImageSize general = null;
            Map<String, ImageSize> byCategory = new HashMap<>();
            for (String text : texts) {
                int equals = text.lastIndexOf('=');
                ImageSize size = size(text.substring(equals + 1), text);
                if (equals < 0) {
                    general = size;
                } else {
                    byCategory.put(text.substring(0, equals), size);
                }
            }
            return new Sizes(Optional.ofNullable(general), byCategory);
        }

        void requireKnown(List<String> categories) {
            for (String category : byCategory.keySet()) {
                if (!categories.contains(category)) {
                    throw new UsageException("--input-size %s=%s: no such category; there are %s"
                            .formatted(category, byCategory.get(category), categories));
                }
            }
        }

        private static ImageSize size(String text, String given) {
            String[] parts = text.split("x", -1);
            try {
                if (parts.length == 2) {
                    return new ImageSize(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
                }
            } catch (IllegalArgumentException e) {
                throw new UsageException(wrong(given), e);
            }
            throw new UsageException(wrong(given));
        }

        private static String wrong(String given) {
            return "--input-size %s: must be HxW or CATEGORY=HxW, height and width in pixels, such as 256x256"
                    .formatted(given);
        }
    }
}
