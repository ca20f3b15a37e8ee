package io.winnow.adapter.report;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.winnow.core.bench.AtomicFiles;
import io.winnow.core.bench.Cell;
import io.winnow.core.bench.Study;
import io.winnow.core.bench.StudyReports;
import io.winnow.core.dataset.ImageFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reports through Jackson. Stateless. */
public final class FileStudyReports implements StudyReports {
    private static final ObjectWriter JSON = JsonMapper.builder().build().writerWithDefaultPrettyPrinter();
    private static final CsvMapper CSV = CsvMapper.builder().build();

    private final ImageFiles images;

    /** @param images reads what the galleries show */
    public FileStudyReports(ImageFiles images) {
        this.images = images;
    }

    @Override
    public void json(Study study, Path file) throws IOException {
        List<Map<String, @Nullable Object>> cells =
                study.cells().stream().map(CellFields::all).toList();
        AtomicFiles.write(file, ByteBuffer.wrap(JSON.writeValueAsBytes(cells)));
    }

    @Override
    public void csv(Study study, Path file) throws IOException {
        List<Map<String, @Nullable Object>> rows =
                study.cells().stream().map(CellFields::plain).toList();
        CsvSchema.Builder columns = CsvSchema.builder();
        for (Cell any : study.cells().subList(0, Math.min(1, study.cells().size()))) {
            CellFields.plain(any).keySet().forEach(columns::addColumn);
        }
        byte[] table = CSV.writer(columns.build().withHeader()).writeValueAsBytes(rows);
        AtomicFiles.write(file, ByteBuffer.wrap(table));
    }

    @Override
    public void html(Study study, Path file) throws IOException {
        String page = new HtmlPage(images).render(study);
        AtomicFiles.write(file, ByteBuffer.wrap(page.getBytes(StandardCharsets.UTF_8)));
    }
}
