package io.winnow.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.image.ContentHash;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BackboneCommandsTest {
    private static final String MODEL = "scattering_j3_l8.onnx";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Path folder;

    BackboneCommandsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void generate_thenList_showsTheBackbone() {
        assertThat(run("generate-scattering", folder.toString())).isZero();
        assertThat(folder.resolve(MODEL)).exists();
        assertThat(run("list", "--models", folder.toString())).isZero();
        assertThat(out.toString()).contains("scattering_j3_l8", "CC0-1.0", "scattering");
    }

    @Test
    void add_file_installsItAndTellsItsOutputs() throws Exception {
        Path model = Path.of("models").resolve(MODEL);
        String hash = ContentHash.of(ByteBuffer.wrap(Files.readAllBytes(model))).hex();
        assertThat(run(
                        "add",
                        model.toString(),
                        "--sha256",
                        hash,
                        "--models",
                        folder.toString(),
                        "--name",
                        "waves",
                        "--normalisation",
                        "none",
                        "--multiple-of",
                        "8",
                        "--standardise"))
                .isZero();
        assertThat(out.toString()).contains("installed waves").contains("scattering: 651 channels, stride 8");
        assertThat(Files.readString(folder.resolve("waves.json"))).contains("\"standardise\" : true");
    }

    @Test
    void add_wrongHash_endsWithStatusTwoAndOneLine() {
        assertThat(run("add", "models/" + MODEL, "--sha256", "0".repeat(64), "--models", folder.toString()))
                .isEqualTo(2);
        assertThat(err.toString())
                .startsWith("winnow: ")
                .contains("expected 000000")
                .hasLineCount(1);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void add_missingFileOrBadValue_namesValueAndRule() {
        String zeros = "0".repeat(64);
        assertThat(run("add", "no/such/file", "--sha256", zeros)).isEqualTo(2);
        assertThat(run("add", "models/" + MODEL, "--sha256", "12")).isEqualTo(2);
        assertThat(run("add", "models/" + MODEL, "--sha256", zeros, "--normalisation", "zscore"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("FILE = no/such/file is no file")
                .contains("content hash '12' must be 64 lower-case hex digits")
                .contains("--normalisation = zscore must be imagenet or none");
    }

    private int run(String... arguments) {
        CommandLine commands = Main.commandLine();
        PrintWriter outWriter = new PrintWriter(out);
        PrintWriter errWriter = new PrintWriter(err);
        setWriters(commands, outWriter, errWriter);
        String[] all = new String[arguments.length + 1];
        all[0] = "backbone";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        int status = commands.execute(all);
        outWriter.flush();
        errWriter.flush();
        return status;
    }

    private static void setWriters(CommandLine command, PrintWriter out, PrintWriter err) {
        command.setOut(out);
        command.setErr(err);
        command.getSubcommands().values().forEach(each -> setWriters(each, out, err));
    }
}
