package io.winnow.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.testing.RestClient;
import io.winnow.testing.WinnowProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What earlier releases left behind is served by this one. Each fixture is a backup of a release, made with {@link PressLine} and never
 * changed afterwards: {@code UPGRADING.md} says when one is added.
 */
class UpgradeIT {
    private static final Path FIXTURES = Path.of("src/test/resources/upgrade");

    @TempDir
    private Path folder;

    static Stream<Path> releases() throws IOException {
        try (Stream<Path> files = Files.list(FIXTURES)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void dataOfAnEarlierRelease_isServedByThisOne_andRefusedOnceItIsOfALaterOne(Path release) throws Exception {
        PressLine line = new PressLine(folder);
        Map.Entry<Integer, String> restored =
                line.run("restore", release.toAbsolutePath().toString());
        assertThat(restored.getKey()).as(restored.getValue()).isZero();

        try (WinnowProcess service = line.serve()) {
            RestClient client = line.ready(service);
            assertServes(client);
            service.stop();
        }

        raiseSchema(line.data().resolve("winnow.db"));
        try (WinnowProcess refused = line.serve()) {
            assertThat(refused.awaitExit(Duration.ofMinutes(2))).isNotZero();
            assertThat(refused.output()).contains("schema", "999", "newer");
        }
    }

    private static void assertServes(RestClient client) throws Exception {
        assertThat(client.get(PressLine.STATION).json().path("model").isNull()).isFalse();
        JsonNode kept =
                client.get(PressLine.STATION + "/inspections?limit=50").json().path("items");
        assertThat(kept).hasSize(PressLine.COLLECTED + 2);
        JsonNode scratched = kept.get(0);
        assertThat(client.get("/api/v1/inspections/" + scratched.path("id").asText())
                        .json()
                        .path("label")
                        .path("defectType")
                        .asText())
                .isEqualTo("scratch");
        JsonNode again = PressLine.inspect(client, PressLine.part(101, 30));
        assertThat(again.path("verdict")).isEqualTo(scratched.path("verdict"));
        double before = scratched.path("score").asDouble();
        assertThat(before).isPositive();
        assertThat(again.path("score").asDouble()).isCloseTo(before, within(1e-5 * before));
        assertThat(client.json("POST", PressLine.STATION + "/refits", "{}").status())
                .isEqualTo(202);
    }

    private static void raiseSchema(Path database) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var statement = connection.createStatement()) {
            statement.executeUpdate(
                    "INSERT INTO flyway_schema_history SELECT installed_rank + 1000, '999', 'of a later release', type, script, checksum,"
                            + " installed_by, installed_on, execution_time, success FROM flyway_schema_history"
                            + " ORDER BY installed_rank DESC LIMIT 1");
        }
    }
}
