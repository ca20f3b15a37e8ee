package io.winnow.shipping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.winnow.app.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The worked examples, read as {@code winnow config check} reads them; what they promise beyond that. */
class ExamplesTest {
    static Stream<Path> examples() throws IOException {
        return Stream.concat(Examples.all(), Stream.of(Path.of("containers/compose/edge-config")));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void example_isRead(Path example, @TempDir Path folder) throws Exception {
        assumeTrue(Examples.unknownKeys(example).isEmpty(), () -> "this build does not read " + quietly(example));

        Configuration configuration = Examples.read(Examples.moved(example, folder, Map.of()));

        assertThat(configuration.stations()).isNotEmpty();
        assertThat(configuration.site().broker()).isPresent();
        assertThat(configuration.site().storage().directory()).isEqualTo(folder.resolve("data"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void example_saysWhatItIs_andHoldsNoSecret(Path example) throws IOException {
        String site = Files.readString(example.resolve("site.yaml"));

        assertThat(site).startsWith("# ");
        assertThat(site).doesNotContainPattern("(?m)^\\s*(password|secret|token|accessKey|secretKey):");
    }

    @Test
    void industrialPc_hasEightCameras_whoseRefitsDoNotMeet(@TempDir Path folder) throws Exception {
        Configuration configuration =
                Examples.read(Examples.moved(Examples.FOLDER.resolve("industrial-pc"), folder, Map.of()));

        assertThat(configuration.stations()).hasSize(8);
        assertThat(configuration.stations().stream()
                        .map(station -> station.upkeep())
                        .distinct())
                .hasSize(8);
    }

    private static String quietly(Path example) {
        try {
            return String.join(", ", Examples.unknownKeys(example));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
