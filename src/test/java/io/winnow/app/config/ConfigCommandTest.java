package io.winnow.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.adapter.cli.ConfigCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConfigCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Folder folder;

    ConfigCommandTest(@TempDir Path parent) throws Exception {
        folder = new Folder(parent);
    }

    private int check() {
        return new CommandLine(new ConfigCommand(new ConfigurationReport(Folder.reader()), Map::of))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute("check", folder.directory().toString());
    }

    @Test
    void check_validFolder_saysWhatItSays() {
        assertThat(check()).isZero();
        assertThat(out.toString())
                .contains("site plant-1: http://127.0.0.1:8080, broker none")
                .contains("station demo: line line-1, camera camera-1, backbone scattering_j3_l8 at 256x256");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void check_problems_areListedAndEndWithTwo() throws Exception {
        folder.site("");
        folder.station("demo", Folder.STATION + "limit: 5\n");

        assertThat(check()).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines()).hasSize(3).last().asString().endsWith("edge-config: 2 problems");
    }
}
