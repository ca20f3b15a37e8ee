package io.winnow.adapter.report;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.winnow.core.bench.AtomicFiles;
import io.winnow.core.perf.Chart;
import io.winnow.core.perf.Goal;
import io.winnow.core.perf.Outcome;
import io.winnow.core.perf.PerfReport;
import io.winnow.core.perf.PerfReports;
import io.winnow.core.perf.Spread;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Performance reports through Jackson, charts as SVG. Stateless. */
public final class FilePerfReports implements PerfReports {
    private static final ObjectWriter JSON = JsonMapper.builder().build().writerWithDefaultPrettyPrinter();

    @Override
    public void json(PerfReport report, Path file) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("machine", report.machine());
        all.put("topics", report.topics().stream().map(FilePerfReports::fields).toList());
        AtomicFiles.write(file, ByteBuffer.wrap(JSON.writeValueAsBytes(all)));
    }

    @Override
    public List<Path> svg(PerfReport report, Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Path> written = new ArrayList<>();
        for (PerfReport.Topic topic : report.topics()) {
            for (Chart chart : topic.charts()) {
                Path file = folder.resolve(chart.name() + ".svg");
                AtomicFiles.write(file, ByteBuffer.wrap(SvgChart.of(chart).getBytes(StandardCharsets.UTF_8)));
                written.add(file);
            }
        }
        return written;
    }

    private static Map<String, Object> fields(PerfReport.Topic topic) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("topic", topic.name());
        fields.put(
                "comparisons",
                topic.outcomes().stream().map(FilePerfReports::fields).toList());
        fields.put("figures", topic.figures());
        fields.put("charts", topic.charts());
        fields.put("notes", topic.notes());
        if (!topic.failure().isEmpty()) {
            fields.put("failure", topic.failure());
        }
        return fields;
    }

    private static Map<String, @Nullable Object> fields(Outcome outcome) {
        Goal goal = outcome.comparison().goal();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", outcome.comparison().name());
        fields.put("subject", outcome.comparison().subject().name());
        fields.put("reference", outcome.comparison().reference().name());
        fields.put("subject_seconds", spread(outcome.subjectSeconds()));
        fields.put("reference_seconds", spread(outcome.referenceSeconds()));
        fields.put("ratio", spread(outcome.ratio()));
        fields.put("cpu_ratio", Double.isFinite(outcome.cpuRatio()) ? outcome.cpuRatio() : null);
        fields.put("ratio_is", goal.kind().name().toLowerCase(Locale.ROOT));
        fields.put("goal", goal.kind() == Goal.Kind.NONE ? null : goal.limit());
        fields.put("met", goal.kind() == Goal.Kind.NONE ? null : outcome.met());
        return fields;
    }

    private static Map<String, Object> spread(Spread spread) {
        return Map.of(
                "lower_quartile", spread.lowerQuartile(),
                "median", spread.median(),
                "upper_quartile", spread.upperQuartile(),
                "rounds", spread.count());
    }
}
