package io.winnow.adapter.cli;

import io.winnow.core.bench.BenchPlan;
import io.winnow.core.dataset.Dataset;
import io.winnow.core.dataset.DatasetException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code winnow bench} is asked to study, and with what. */
final class BenchOptions {
    @Parameters(
            paramLabel = "DIR",
            arity = "0..*",
            description =
                    "Datasets as their publishers lay them out (MVTec AD, MVTec AD 2, VisA, BTAD, KolektorSDD2): one"
                            + " category, or a folder of categories. See docs/datasets.md.")
    private List<Path> folders = List.of();

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

    /** @throws UsageException for what no study can be made of */
    BenchPlan plan(BenchCommand.Workbench workbench) throws IOException {
        if (folders.isEmpty()) {
            throw new UsageException("bench: name at least one DIR with a dataset");
        }
        if (seeds < 1) {
            throw new UsageException("--seeds %d: must be at least 1".formatted(seeds));
        }
        InputSizes sizes = InputSizes.parse(inputSizes);
        List<Dataset> datasets = datasets(workbench);
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
                    sizes.general().orElse(InputSizes.DEFAULT),
                    sizes.byCategory());
        } catch (IllegalArgumentException e) {
            throw UsageException.because(e);
        }
    }

    private List<Dataset> datasets(BenchCommand.Workbench workbench) throws IOException {
        List<Dataset> all = new ArrayList<>();
        for (Path folder : folders) {
            try {
                all.addAll(workbench.datasets().read(folder));
            } catch (DatasetException | IllegalArgumentException e) {
                throw UsageException.because(e);
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

    int threads() {
        if (threads < 0) {
            throw new UsageException("--threads %d: must be at least 1".formatted(threads));
        }
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }

    Path cache() {
        return cache;
    }

    /** Names of backbones or paths of their files. */
    List<String> backbones(BenchCommand.Workbench workbench) {
        return backbones.isEmpty() ? List.of(workbench.defaultBackbone()) : backbones;
    }

    List<String> outputs() {
        return outputs;
    }
}
