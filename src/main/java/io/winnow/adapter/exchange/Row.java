package io.winnow.adapter.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.winnow.adapter.exchange.Claims.BadClaimException;
import io.winnow.core.exchange.FrameClaim.Said;
import io.winnow.core.exchange.ImportFile.RefusedException;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.FrameId;
import io.winnow.core.review.Label;
import io.winnow.core.review.Marks;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One line of a table as {@link Rows} writes it; columns may stand in any order, and there may be others. */
record Row(int line, Map<String, String> cells) {
    /** All lines of a table. */
    static List<Row> all(InputStream table) throws IOException, RefusedException {
        List<Row> rows = new ArrayList<>();
        try (MappingIterator<Map<String, String>> lines = new CsvMapper()
                .readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .with(CsvParser.Feature.TRIM_SPACES)
                .with(CsvParser.Feature.SKIP_EMPTY_LINES)
                .readValues(table)) {
            while (lines.hasNext()) {
                if (rows.size() >= Claims.MOST_FRAMES) {
                    throw new RefusedException(
                            "the table has more than %d lines; bring it in parts".formatted(Claims.MOST_FRAMES));
                }
                rows.add(new Row(rows.size() + 2, lines.next()));
            }
        } catch (JsonProcessingException | CharConversionException | RuntimeException e) {
            // The iterator hides what it could not read in a plain RuntimeException.
            throw new RefusedException(
                    "line %d of the table cannot be read: %.200s".formatted(rows.size() + 2, e.getMessage()));
        }
        return rows;
    }

    Optional<String> cell(String column) {
        return Optional.ofNullable(cells.get(column)).map(String::strip).filter(text -> !text.isEmpty());
    }

    Optional<FrameId> frame() {
        return cell("frame_id").map(FrameId::new);
    }

    Optional<ContentHash> hash() {
        return cell("sha256").map(text -> new ContentHash(text.toLowerCase(Locale.ROOT)));
    }

    Optional<Instant> capturedAt() throws BadClaimException {
        Optional<String> text = cell("captured_at");
        return text.isEmpty() ? Optional.empty() : Optional.of(Claims.instant("captured_at", text.get()));
    }

    /** What the line says of its frame; that somebody was not sure is no label. */
    Optional<Said> label() throws BadClaimException {
        String word = cell("label").orElse("");
        Optional<Label.Truth> verdict =
                switch (word) {
                    case "normal" -> Optional.of(Label.Truth.NORMAL);
                    case "defect" -> Optional.of(Label.Truth.DEFECT);
                    case "", "unsure" -> Optional.empty();
                    default ->
                        throw new BadClaimException(
                                "label '%.40s' must be normal, defect, unsure or empty".formatted(word));
                };
        Marks marks = RegionJson.read(cell("regions").orElse(""));
        if (verdict.isEmpty()) {
            if (cell("defect_type").isPresent() || !marks.isEmpty()) {
                throw new BadClaimException(
                        "label '%s' with a defect type or regions; these belong to the label defect".formatted(word));
            }
            return Optional.empty();
        }
        return Optional.of(said(verdict.get(), cell("defect_type"), marks));
    }

    /** A label with this line's names and times. */
    Said said(Label.Truth verdict, Optional<String> type, Marks marks) throws BadClaimException {
        Optional<String> at = cell("labelled_at");
        return checked(new Said(
                verdict,
                type,
                marks,
                cell("labelled_by"),
                at.isEmpty() ? Optional.empty() : Optional.of(Claims.instant("labelled_at", at.get()))));
    }

    /** Refuses what no label can say. */
    static Said checked(Said said) {
        String by = said.by().orElse("import");
        if (by.length() > 64) {
            throw new IllegalArgumentException("labelled_by '%.70s' must have 1 to 64 characters".formatted(by));
        }
        Label label = said.toLabel(by, Instant.EPOCH);
        return new Said(label.verdict(), label.defectType(), label.marks(), said.by(), said.at());
    }
}
