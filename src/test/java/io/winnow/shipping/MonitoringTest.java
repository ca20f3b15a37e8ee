package io.winnow.shipping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dashboard, alert rules and what feeds them: valid, and about figures that exist. */
class MonitoringTest {
    private static final Path MONITORING = Path.of("containers/monitoring");
    private static final Path COMPOSE = Path.of("containers/compose");
    private static final Pattern METRIC =
            Pattern.compile("\\b((?:winnow|jvm|process|system|up)(?:_[a-z0-9_]+)?)\\b(?!\\s*=)");

    @Test
    void dashboard_asksForFiguresThatExist() throws IOException {
        Set<String> asked = new TreeSet<>();
        dashboard().findValues("expr").forEach(expression -> asked.addAll(metrics(expression.asText())));

        assertThat(asked).hasSizeGreaterThan(20);
        assertThat(ExportedMetrics.names()).containsAll(asked);
    }

    @Test
    void alerts_askForFiguresThatExist_andEachIsTried() throws IOException {
        JsonNode rules = Manifests.YAML
                .readTree(MONITORING.resolve("alerts.yml").toFile())
                .at("/groups/0/rules");
        String tests = Files.readString(MONITORING.resolve("alerts-test.yml"));

        assertThat(rules).isNotEmpty().allSatisfy(rule -> {
            assertThat(ExportedMetrics.names())
                    .containsAll(metrics(rule.path("expr").asText()));
            assertThat(tests)
                    .containsPattern("alertname: " + rule.path("alert").asText() + "\\s+exp_alerts:\\s+- exp_labels");
        });
    }

    @Test
    void alerts_haveARunbook() throws IOException {
        Set<String> headings = new HashSet<>();
        Files.readAllLines(Path.of("docs/operations.md")).stream()
                .filter(line -> line.startsWith("#"))
                .forEach(line -> headings.add(
                        line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT).replace(' ', '-')));

        assertThat(Manifests.YAML
                        .readTree(MONITORING.resolve("alerts.yml").toFile())
                        .findValues("runbook"))
                .isNotEmpty()
                .allSatisfy(runbook -> assertThat(headings.stream().map(heading -> "docs/operations.md#" + heading))
                        .contains(runbook.asText()));
    }

    @Test
    void dashboard_isOneThatGrafanaLoads() throws IOException {
        JsonNode dashboard = dashboard();
        Set<Integer> ids = new HashSet<>();

        assertThat(dashboard.path("uid").asText()).isEqualTo("winnow");
        assertThat(dashboard.path("id").isMissingNode())
                .as("Grafana gives the number")
                .isTrue();
        assertThat(dashboard.path("panels")).isNotEmpty().allSatisfy(panel -> {
            assertThat(ids.add(panel.path("id").asInt())).isTrue();
            JsonNode grid = panel.path("gridPos");
            assertThat(grid.path("x").asInt() + grid.path("w").asInt()).isBetween(1, 24);
            assertThat(panel.path("type").asText()).isIn("row", "stat", "timeseries");
            panel.path("targets")
                    .forEach(target ->
                            assertThat(target.at("/datasource/uid").asText()).isEqualTo("${datasource}"));
        });
        assertThat(panelsThatOverlap(dashboard)).isEmpty();
        JsonNode source = Manifests.YAML
                .readTree(COMPOSE.resolve("grafana/provisioning/datasources/prometheus.yaml")
                        .toFile())
                .at("/datasources/0");
        assertThat(source.path("type").asText())
                .isEqualTo(dashboard.at("/templating/list/0/query").asText());
    }

    @Test
    void prometheus_takesConfigurationAndRules_andTheRulesDoWhatTheyShould(@TempDir Path folder) throws Exception {
        assumeTrue(Command.exists("promtool"), "promtool is missing: apt-get install prometheus");
        String configuration = Files.readString(COMPOSE.resolve("prometheus/prometheus.yml"))
                .replace(
                        "/etc/prometheus/rules/*.yml",
                        MONITORING.resolve("alerts.yml").toAbsolutePath().toString())
                .replace(
                        "/run/secrets/metrics-token",
                        Files.writeString(folder.resolve("token"), "x").toString());
        Path file = Files.writeString(folder.resolve("prometheus.yml"), configuration);

        Command.succeed("promtool", "check", "config", "--lint=all", "--lint-fatal", file.toString());
        Command.succeed(
                "promtool",
                "test",
                "rules",
                MONITORING.resolve("alerts-test.yml").toString());
    }

    private static JsonNode dashboard() throws IOException {
        return Manifests.YAML.readTree(
                MONITORING.resolve("dashboards/winnow.json").toFile());
    }

    private static Set<String> metrics(String expression) {
        String bare = expression.replaceAll("\\{[^}]*}", "").replaceAll("\\b(by|on)\\s*\\([^)]*\\)", "");
        Set<String> names = new TreeSet<>();
        for (Matcher metric = METRIC.matcher(bare); metric.find(); ) {
            names.add(metric.group(1));
        }
        return names;
    }

    private static List<String> panelsThatOverlap(JsonNode dashboard) {
        Set<String> taken = new HashSet<>();
        return Manifests.items(dashboard.path("panels"))
                .filter(panel -> !cells(panel.path("gridPos")).allMatch(taken::add))
                .map(panel -> panel.path("title").asText())
                .toList();
    }

    private static Stream<String> cells(JsonNode grid) {
        int left = grid.path("x").asInt();
        int top = grid.path("y").asInt();
        return java.util.stream.IntStream.range(
                        0, grid.path("w").asInt() * grid.path("h").asInt())
                .mapToObj(cell -> (left + cell % grid.path("w").asInt()) + ","
                        + (top + cell / grid.path("w").asInt()));
    }
}
