package io.winnow.adapter.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.adapter.dataset.ImageIoFiles;
import io.winnow.core.bench.Study;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStudyReportsTest {
    private final Path folder;
    private final Study study;
    private final FileStudyReports reports = new FileStudyReports(new ImageIoFiles());

    FileStudyReportsTest(@TempDir Path folder) {
        this.folder = folder;
        this.study = Studies.of(folder);
    }

    @Test
    void json_isOneObjectForEachCell() throws IOException {
        reports.json(study, folder.resolve("new/cells.json"));

        JsonNode cells =
                new ObjectMapper().readTree(folder.resolve("new/cells.json").toFile());
        assertThat(cells).hasSize(study.cells().size());
        JsonNode cell = cells.get(cells.size() / 2 - 1);
        assertThat(cell.get("category").asText()).isEqualTo("plate");
        assertThat(cell.get("input_size").asText()).isEqualTo("24x32");
        assertThat(cell.get("strategy").asText()).isEqualTo("perfect");
        assertThat(cell.get("pollution").asDouble()).isEqualTo(0.2);
        assertThat(cell.get("refinement_ratio").asDouble()).isEqualTo(0.2);
        assertThat(cell.get("seed").asLong()).isEqualTo(1);
        assertThat(cell.get("image.auroc").asDouble()).isEqualTo(1 - 0.2 * 0.25 - 0.01);
        assertThat(cell.get("refinement.precision").asDouble()).isEqualTo(0.5);
        assertThat(cell.get("refinement.recall").asDouble()).isEqualTo(1);
        assertThat(cell.get("dropped").get(1).asText()).isEqualTo("test/dent/1");
        assertThat(cell.get("missed")).isEmpty();
    }

    @Test
    void json_undefinedFigure_isNullWithAReason() throws IOException {
        reports.json(study, folder.resolve("cells.json"));

        JsonNode cells =
                new ObjectMapper().readTree(folder.resolve("cells.json").toFile());
        JsonNode last = cells.get(cells.size() - 1);
        assertThat(last.get("pl30").isNull()).isTrue();
        assertThat(last.get("undefined").get("pl30").asText()).isEqualTo("no anomaly");
    }

    @Test
    void json_fields_areThoseThatTheDocumentDescribes() throws IOException {
        reports.json(study, folder.resolve("cells.json"));

        JsonNode cells =
                new ObjectMapper().readTree(folder.resolve("cells.json").toFile());
        String document = Files.readString(Path.of("docs", "bench.md"));
        List<String> fields = new ArrayList<>();
        cells.get(0).fieldNames().forEachRemaining(fields::add);
        assertThat(fields).isNotEmpty().allSatisfy(field -> assertThat(document).contains("`" + field + "`"));
    }

    @Test
    void csv_hasAHeaderAndALineForEachCell() throws IOException {
        reports.csv(study, folder.resolve("cells.csv"));

        List<String> lines = Files.readAllLines(folder.resolve("cells.csv"));
        assertThat(lines).hasSize(1 + study.cells().size());
        assertThat(lines.get(0)).startsWith("category,layout,backbone,input_size,detector,strategy,pollution,");
        assertThat(lines.get(1)).startsWith("plate,MVTec,blocks,24x32,bank,none,0.0,0.0,0.0,1,");
    }

    @Test
    void html_needsNoOtherFile() throws IOException {
        reports.html(study, folder.resolve("report.html"));

        String page = Files.readString(folder.resolve("report.html"));
        String markup = page.substring(0, page.indexOf("<script"));
        assertThat(markup).doesNotContain("src=", "href=", "url(", "@import");
        assertThat(page.contains("@@")).as("unfilled slot").isFalse();
    }

    @Test
    void html_textOfADataset_cannotEndTheScript() throws IOException {
        reports.html(study, folder.resolve("report.html"));

        String page = Files.readString(folder.resolve("report.html"));
        assertThat(page.contains("</script><b>")).isFalse();
        assertThat(page.contains("\\u003c/script>\\u003cb>")).isTrue();
    }
}
