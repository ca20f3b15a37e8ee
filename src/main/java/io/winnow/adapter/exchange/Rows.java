package io.winnow.adapter.exchange;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.winnow.core.exchange.StoredFrame;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.review.Label;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table of frames and labels; the same columns in every format. Used by one thread. */
final class Rows implements Closeable {
    static final List<String> COLUMNS = List.of(
            "frame_id",
            "captured_at",
            "sha256",
            "file",
            "height",
            "width",
            "model_version",
            "verdict",
            "score",
            "label",
            "defect_type",
            "regions",
            "labelled_by",
            "labelled_at");

    private final SequenceWriter writer;

    /**
     * Begins a table.
     *
     * @param out not closed
     */
    Rows(OutputStream out) throws IOException {
        // By hand, so that a table without rows has it too.
        out.write((String.join(",", COLUMNS) + "\n").getBytes(StandardCharsets.UTF_8));
        CsvSchema.Builder schema = CsvSchema.builder().setUseHeader(false).setLineSeparator("\n");
        COLUMNS.forEach(schema::addColumn);
        ObjectWriter rows = new CsvMapper()
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .writerFor(Map.class)
                .with(schema.build());
        writer = rows.writeValues(out);
    }

    void add(StoredFrame frame, String file) throws IOException {
        Inspection inspection = frame.inspection();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("frame_id", inspection.frame().value());
        row.put("captured_at", inspection.capturedAt().toString());
        row.put("sha256", inspection.frameHash().hex());
        row.put("file", file);
        inspection.imageSize().ifPresent(size -> {
            row.put("height", size.height());
            row.put("width", size.width());
        });
        inspection.model().ifPresent(model -> row.put("model_version", model.toString()));
        row.put("verdict", inspection.verdict().word());
        inspection.verdict().imageScore().ifPresent(score -> row.put("score", score));
        frame.word().ifPresent(word -> row.put("label", word));
        frame.label().ifPresent(label -> add(row, label));
        writer.write(row);
    }

    private static void add(Map<String, Object> row, Label label) {
        label.defectType().ifPresent(type -> row.put("defect_type", type));
        row.put("regions", RegionJson.write(label.marks()));
        row.put("labelled_by", label.labelledBy());
        row.put("labelled_at", label.labelledAt().toString());
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
