package io.winnow.adapter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.Progress;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RefitCommandTest {
    private final Path lastWords;
    private final List<RefitCommand.Wanted> asked = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    RefitCommandTest(@TempDir Path folder) throws IOException {
        this.lastWords = Files.createFile(folder.resolve("termination-log"));
    }

    private int run(RefitCommand.Refits refits, String... arguments) {
        CommandLine command = new CommandLine(new RefitCommand(refits, lastWords));
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        command.setExecutionExceptionHandler((e, line, result) -> {
            if (e instanceof UsageException) {
                return CommandLine.ExitCode.USAGE;
            }
            throw e;
        });
        return command.execute(arguments);
    }

    private ModelVersion succeed(Path configuration, RefitCommand.Wanted wanted, Progress progress) {
        asked.add(wanted);
        progress.advance("refine", 1, 2);
        return new ModelVersion(7);
    }

    @Test
    void call_allGiven_passesItOnAndSaysTheVersion() {
        int status = run(
                this::succeed, "--station", "press-1", "--strategy", "sroc", "--ratio", "0.2", "--job", "refit-abc");

        assertThat(status).isZero();
        assertThat(out.toString()).isEqualToIgnoringNewLines("model v7 of station press-1 is recorded");
        assertThat(lastWords).hasContent("model v7 is recorded");
        assertThat(asked)
                .containsExactly(new RefitCommand.Wanted(
                        new StationId("press-1"),
                        Optional.of("sroc"),
                        OptionalDouble.of(0.2),
                        Optional.of("refit-abc")));
    }

    @Test
    void call_refitFails_endsWithOneAndLeavesOneLine() {
        int status = run(
                (configuration, wanted, progress) -> {
                    throw new IOException("bucket winnow\n cannot be reached");
                },
                "--station",
                "press-1");

        assertThat(status).isOne();
        assertThat(lastWords).hasContent("bucket winnow cannot be reached");
        assertThat(err.toString())
                .contains("winnow: the refit of station press-1 failed: bucket winnow cannot be reached");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void call_askedForSomethingWrong_endsWithTwoAndLeavesTheRule() {
        int status = run(
                (configuration, wanted, progress) -> {
                    throw new UsageException("data folder data is in use by another winnow");
                },
                "--station",
                "press-1");

        assertThat(status).isEqualTo(2);
        assertThat(lastWords).hasContent("data folder data is in use by another winnow");
    }

    @Test
    void call_ratioOutOfRange_isRefused() {
        assertThat(run(this::succeed, "--station", "press-1", "--ratio", "0.5")).isEqualTo(2);
        assertThat(lastWords).content().contains("--ratio = 0.5: must be at least 0 and below 0.5");
        assertThat(asked).isEmpty();
    }

    @Test
    void call_noPlaceForLastWords_makesNone() throws IOException {
        Files.delete(lastWords);

        assertThat(run(this::succeed, "--station", "press-1")).isZero();
        assertThat(lastWords).doesNotExist();
    }
}
