package io.winnow.adapter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.bench.BankMethods;
import io.winnow.core.bench.Bench;
import io.winnow.core.bench.ColourStudy;
import io.winnow.core.bench.OutcomeCache;
import io.winnow.core.bench.Study;
import io.winnow.core.bench.StudyReports;
import io.winnow.core.dataset.DatasetException;
import io.winnow.core.dataset.DatasetReader;
import io.winnow.core.feature.FeatureExtractor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchCommandTest {
    private final Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> written = new ArrayList<>();

    BenchCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void bench_smallStudy_printsTheTablesAndWritesTheReports() {
        int status = run(
                "square",
                "--detector",
                "bank",
                "--strategy",
                "none,perfect",
                "--pollution",
                "0,0.2",
                "--refinement",
                "0.2",
                "--seeds",
                "2",
                "--input-size",
                "16x16",
                "--json",
                "cells.json",
                "--html",
                "report.html");

        assertThat(err.toString()).contains("100 %", "wrote cells.json", "wrote report.html");
        assertThat(status).isZero();
        assertThat(out.toString())
                .contains("blocks: mean of 1 category, 2 seeds")
                .containsPattern("detector +pollution +AUC +AU-IoU +AU-PRO +PL +AUPR +F1\\R")
                .containsPattern("bank +0 % +\\d\\.\\d{3} ± \\d\\.\\d{3} ")
                .containsPattern("bank +perfect +20 % +20 % +\\d\\.\\d{3} ± .*1\\.000 ± 0\\.000\\R");
        assertThat(written).containsExactly("json of 8 cells", "html of 8 cells");
    }

    @Test
    void bench_list_printsNamesOnly() {
        assertThat(run("--list")).isZero();

        assertThat(out.toString()).isEqualToNormalizingNewlines("""
                detectors: bank
                strategies: none, perfect, head
                """);
    }

    @Test
    void bench_noFolder_isAUserError() {
        assertUserError(run(), "name at least one DIR");
    }

    @Test
    void bench_unknownNames_areUserErrorsThatListTheKnownOnes() {
        assertUserError(run("square", "--detector", "oracle"), "--detector oracle: not known; choose from [bank]");
        assertUserError(run("square", "--detector", "bank", "--strategy", "hope"), "--strategy hope: not known");
        assertUserError(run("square", "--category", "round"), "--category round: not known; choose from [square]");
    }

    @Test
    void bench_ratioOutsideItsRange_isAUserError() {
        assertUserError(
                run("square", "--detector", "bank", "--strategy", "none", "--pollution", "1.5"),
                "pollution ratio = 1.5");
        assertUserError(
                run("square", "--detector", "bank", "--strategy", "none", "--refinement", "-0.1"),
                "refinement ratio = -0.1");
    }

    @Test
    void bench_inputSizeThatIsNone_isAUserErrorThatShowsTheForm() {
        assertUserError(run("square", "--input-size", "256"), "--input-size 256: must be HxW");
        assertUserError(run("square", "--input-size", "0x3"), "--input-size 0x3");
        assertUserError(run("square", "--input-size", "round=8x8"), "round", "no such category");
    }

    @Test
    void bench_inputSizeThatTheBackboneCannotTake_isAUserError() {
        assertUserError(
                run("square", "--detector", "bank", "--strategy", "none", "--input-size", "15x15", "--seeds", "1"),
                "input size 15x15",
                "multiples of 2");
    }

    @Test
    void bench_folderThatIsNoDataset_isAUserError() {
        assertUserError(run("elsewhere"), "elsewhere: is no folder");
    }

    private void assertUserError(int status, String... texts) {
        assertThat(err.toString()).contains(texts);
        assertThat(err.toString()
                        .lines()
                        .filter(line -> line.startsWith("winnow: "))
                        .count())
                .isPositive();
        assertThat(err.toString()).doesNotContain("\tat ");
        assertThat(status).isEqualTo(CommandLine.ExitCode.USAGE);
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("bench"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--cache", folder.resolve("cache").toString()));
        CommandLine commands = new CommandLine(new WinnowCommand())
                .addSubcommand(new BenchCommand(new SmallWorkbench(), Clock.systemUTC()))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        commands.setExecutionExceptionHandler((e, commandLine, result) -> {
            if (e instanceof UsageException) {
                commandLine.getErr().println("winnow: " + e.getMessage());
                return CommandLine.ExitCode.USAGE;
            }
            throw e;
        });
        return commands.execute(all.toArray(String[]::new));
    }

    private final class SmallWorkbench implements BenchCommand.Workbench {
        private final ColourStudy study = new ColourStudy();
        private final BankMethods methods = new BankMethods();

        @Override
        public String defaultBackbone() {
            return "blocks";
        }

        @Override
        public List<String> detectors() {
            return methods.detectors();
        }

        @Override
        public List<String> strategies() {
            return methods.strategies();
        }

        @Override
        public DatasetReader datasets() {
            return path -> {
                if (!path.toString().equals("square")) {
                    throw new DatasetException(path + ": is no folder");
                }
                return List.of(ColourStudy.write(folder, 10, 4, 6, true));
            };
        }

        @Override
        public StudyReports reports() {
            return new StudyReports() {
                @Override
                public void json(Study finished, Path file) {
                    written.add("json of %d cells".formatted(finished.cells().size()));
                }

                @Override
                public void csv(Study finished, Path file) {
                    written.add("csv of %d cells".formatted(finished.cells().size()));
                }

                @Override
                public void html(Study finished, Path file) {
                    written.add("html of %d cells".formatted(finished.cells().size()));
                }
            };
        }

        @Override
        public OutcomeCache cache(Path place) {
            return new OutcomeCache() {
                @Override
                public <T extends Record> Optional<T> find(String key, Class<T> type) {
                    return Optional.empty();
                }

                @Override
                public void store(String key, Record outcome) {}
            };
        }

        @Override
        public FeatureExtractor backbone(String name, List<String> outputs, int threads) {
            return study;
        }

        @Override
        public Bench bench(int threads) {
            return new Bench(study, study, methods);
        }

        @Override
        public String version() {
            return "test";
        }
    }
}
