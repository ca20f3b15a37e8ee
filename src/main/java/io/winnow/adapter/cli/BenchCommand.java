package io.winnow.adapter.cli;

import io.winnow.core.bench.Bench;
import io.winnow.core.bench.BenchPlan;
import io.winnow.core.bench.Cell;
import io.winnow.core.bench.OutcomeCache;
import io.winnow.core.bench.Study;
import io.winnow.core.bench.StudyReports;
import io.winnow.core.dataset.DatasetException;
import io.winnow.core.dataset.DatasetReader;
import io.winnow.core.feature.FeatureExtractor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

    @Option(names = "--list", description = "Print the names of all detectors and strategies, and do nothing else.")
    private boolean list;

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Option(names = "--json", paramLabel = "FILE", description = "Write one object for each cell (docs/bench.md).")
    private @Nullable Path json;

    @Option(names = "--csv", paramLabel = "FILE", description = "Write one line for each cell, with the same fields.")
    private @Nullable Path csv;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write a page with curves, box plots, tables and pictures; it needs no other file.")
    private @Nullable Path html;

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
        Study study = run(options.plan(workbench));
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
        List<FeatureExtractor> open = new ArrayList<>();
        try (StopSignals signals = StopSignals.endAtOnce(() -> sayFarewell(console))) {
            openBackbones(open);
            List<Cell> cells = workbench
                    .bench(options.threads())
                    .run(
                            plan,
                            open,
                            workbench.cache(options.cache().resolve(CELLS)),
                            options.cache().resolve(EMBEDDINGS),
                            options.threads(),
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
            throw UsageException.because(e);
        } finally {
            open.forEach(FeatureExtractor::close);
        }
    }

    private void sayFarewell(ConsoleProgress console) {
        console.end();
        System.err.printf(
                "winnow: interrupted; what was computed is in %s, the same command goes on from there%n",
                options.cache());
    }

    private void openBackbones(List<FeatureExtractor> open) {
        for (String name : options.backbones(workbench)) {
            open.add(workbench.backbone(name, options.outputs(), options.threads()));
        }
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

    private String commandText() {
        return "winnow " + String.join(" ", spec.commandLine().getParseResult().originalArgs());
    }

    private void out(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
