package io.winnow.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.adapter.cli.PerfCommand;
import io.winnow.adapter.report.FilePerfReports;
import io.winnow.core.perf.Chart;
import io.winnow.core.perf.Comparison;
import io.winnow.core.perf.Comparison.Work;
import io.winnow.core.perf.Goal;
import io.winnow.core.perf.PerfException;
import io.winnow.core.perf.PerfLog;
import io.winnow.core.perf.PerfReports;
import io.winnow.core.perf.PerfTopic;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import picocli.CommandLine;

class PerfCommandTest {
    private static final PerfTopic COUNTING = topic("counting", log -> {
        long[] sum = new long[1];
        log.compare(new Comparison(
                "twice against once",
                new Work("twice", () -> count(sum, 2)),
                new Work("once", () -> count(sum, 1)),
                Goal.atMost(1_000),
                3));
        log.figure("sum of <all>", sum[0], "steps");
        log.chart(new Chart(
                "counting-steps",
                "Steps & more",
                "n",
                "steps",
                true,
                List.of(new Chart.Series(
                        "sum", List.of(new Chart.Point(1, 2), new Chart.Point(10, 20), new Chart.Point(1e6, 30))))));
    });

    private static final PerfTopic IMPOSSIBLE = topic("impossible", log -> {
        throw new PerfException("there is no accelerator");
    });

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @FunctionalInterface
    private interface Measuring {
        void measure(PerfLog log) throws PerfException;
    }

    private static PerfTopic topic(String name, Measuring measuring) {
        return new PerfTopic() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String summary() {
                return "what " + name + " takes";
            }

            @Override
            public void measure(PerfLog log) throws PerfException {
                measuring.measure(log);
            }
        };
    }

    private static void count(long[] sum, int times) {
        for (int i = 0; i < times * 100_000; i++) {
            sum[0] += i % 7;
        }
    }

    private int run(String... arguments) {
        CommandLine command = new CommandLine(new PerfCommand(new PerfCommand.Workbench() {
            @Override
            public List<PerfTopic> topics(PerfCommand.Settings settings) {
                return List.of(COUNTING, IMPOSSIBLE);
            }

            @Override
            public List<String> machine(PerfCommand.Settings settings) {
                return List.of("processor: abacus, %d threads".formatted(settings.threads()));
            }

            @Override
            public PerfReports reports() {
                return new FilePerfReports();
            }

            @Override
            public long processorNanos() {
                return System.nanoTime();
            }
        }));
        command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        command.setExecutionExceptionHandler((e, line, result) -> {
            err.append(e.getMessage());
            return 2;
        });
        return command.execute(arguments);
    }

    @Test
    void call_allTopics_measuresEachAndSaysWhatCannotBe() throws Exception {
        Path json = folder.resolve("perf.json");

        assertThat(run("--threads", "3", "--json", json.toString(), "--svg", folder.toString()))
                .isZero();

        assertThat(out.toString())
                .contains("processor: abacus, 3 threads")
                .contains("twice against once")
                .contains("goal at most 1000.00: met")
                .contains("not measured: there is no accelerator");
        JsonNode report = new ObjectMapper().readTree(json.toFile());
        JsonNode comparison = report.at("/topics/0/comparisons/0");
        assertThat(comparison.path("ratio").path("rounds").asInt()).isEqualTo(3);
        assertThat(comparison.path("ratio").path("median").asDouble()).isPositive();
        assertThat(comparison.path("met").asBoolean()).isTrue();
        assertThat(report.at("/topics/0/figures/0/unit").asText()).isEqualTo("steps");
        assertThat(report.at("/topics/1/failure").asText()).isEqualTo("there is no accelerator");
        Document picture = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("counting-steps.svg").toFile());
        assertThat(picture.getElementsByTagName("circle").getLength()).isEqualTo(4);
        assertThat(Files.readString(folder.resolve("counting-steps.svg"))).contains("Steps &amp; more", ">1M<");
    }

    @Test
    void call_oneTopic_leavesTheOthersOut() {
        assertThat(run("impossible")).isZero();
        assertThat(out.toString()).contains("impossible:").doesNotContain("counting:");
    }

    @Test
    void call_list_namesTopicsWithoutMeasuring() {
        assertThat(run("--list")).isZero();
        assertThat(out.toString()).contains("counting", "what impossible takes").doesNotContain("processor");
    }

    @Test
    void call_wrongArguments_namesThingValueAndRule() {
        assertThat(run("speed")).isEqualTo(2);
        assertThat(err.toString()).contains("no topic 'speed'; topics are counting, impossible");
        assertThat(run("--rounds", "2")).isEqualTo(2);
        assertThat(err.toString()).contains("--rounds = 2 at least 3");
    }
}
