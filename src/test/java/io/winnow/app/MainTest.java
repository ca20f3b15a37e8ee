package io.winnow.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
    @ParameterizedTest
    @ValueSource(strings = {"--version", "serve --version", "users add --version"})
    void version_ofAnyCommand_isSaid(String arguments) {
        StringWriter printed = new StringWriter();
        CommandLine commands = Main.commandLine();

        int status = commands.setOut(new PrintWriter(printed)).execute(arguments.split(" "));

        assertThat(status).isZero();
        assertThat(printed).hasToString("winnow " + ServiceSettings.version() + System.lineSeparator());
    }
}
