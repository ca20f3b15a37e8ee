package io.winnow.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.adapter.cli.LabelsCommand;
import io.winnow.adapter.cli.LabelsService;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LabelsCommandTest {
    private final Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> asked = new ArrayList<>();

    LabelsCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private int run(CommandLine command, String... arguments) {
        return command.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private CommandLine labels() {
        return LabelsCommand.create((uri, token) -> new FakeLabels(token));
    }

    /** Writes a token as an administrator handed it out. */
    private String token() throws IOException {
        return Files.writeString(folder.resolve("token"), "wnw_one\n").toString();
    }

    private String file() throws IOException {
        return Files.writeString(folder.resolve("labels.csv"), "frame_id,label\n")
                .toString();
    }

    @Test
    void import_withoutApply_tellsThePlanAndDiscards() throws IOException {
        int exit = run(labels(), "import", "--token-file", token(), "--station", "flange", file());

        assertThat(exit).isZero();
        assertThat(asked).containsExactly("send flange wnw_one", "discard i1");
        assertThat(out.toString()).contains("checked").containsPattern("conflicts +1\n");
        assertThat(err.toString()).contains("conflict: frame a").contains("nothing was changed");
    }

    @Test
    void import_withApply_doesItAndNamesTheImport() throws IOException {
        int exit = run(
                labels(),
                "import",
                "--token-file",
                token(),
                "--station",
                "flange",
                "--apply",
                "--conflicts",
                "replace",
                file());

        assertThat(exit).isZero();
        assertThat(asked).containsExactly("send flange wnw_one", "apply i1 replace");
        assertThat(out.toString()).contains("applied").contains("import i1");
    }

    @Test
    void export_intoAFileThatExists_isRefusedInOneLine() throws IOException {
        int exit = run(Main.commandLine(), "labels", "export", "--station", "flange", "--format", "csv", file());

        assertThat(exit).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).startsWith("winnow: file ").contains("exists; name one that does not");
        assertThat(err.toString().strip()).doesNotContain("\n");
    }

    @Test
    void import_withoutToken_saysWhereToGetOne() throws IOException {
        int exit = run(Main.commandLine(), "labels", "import", "--station", "flange", file());

        assertThat(exit).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString())
                .contains("no token: make one on the dashboard's Users page")
                .contains("--token-file");
    }

    @Test
    void export_noServiceThere_saysWhatToDo() throws IOException {
        int exit = run(
                Main.commandLine(),
                "labels",
                "export",
                "--service",
                "http://127.0.0.1:1",
                "--token-file",
                token(),
                "--station",
                "flange",
                "--format",
                "csv",
                folder.resolve("new.zip").toString());

        assertThat(exit).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("does not answer; start it, or name another with --service");
    }

    /** A service with one conflict to tell of. */
    private final class FakeLabels implements LabelsService {
        private final String token;

        private FakeLabels(String token) {
            this.token = token;
        }

        @Override
        public long export(String station, String query, Path file) {
            throw new AssertionError("nothing is to be exported");
        }

        @Override
        public String send(String station, Path file) {
            asked.add("send " + station + " " + token);
            return "i1";
        }

        @Override
        public Answer plan(String id) {
            return new Answer("checked", Map.of("conflicts", 1), List.of("conflict: frame a"));
        }

        @Override
        public Answer apply(String id, String conflicts) {
            asked.add("apply " + id + " " + conflicts);
            return new Answer("applied", Map.of("labels", 1), List.of());
        }

        @Override
        public void discard(String id) {
            asked.add("discard " + id);
        }

        @Override
        public Answer undo(String id) {
            throw new AssertionError("nothing is to be undone");
        }
    }
}
