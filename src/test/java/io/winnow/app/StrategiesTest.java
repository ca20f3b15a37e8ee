package io.winnow.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StrategiesTest {
    @Test
    void names_areThoseOfTheDocumentation() throws Exception {
        assertThat(Files.readString(Path.of("docs/configuration.md")))
                .contains("| `refit.strategy` | one of " + String.join(", ", Strategies.names()) + " |");
    }
}
