package io.winnow.adapter.storage;

import io.winnow.core.exchange.ExchangeStore.ChangedException;
import io.winnow.core.exchange.ExchangeStore.LabelChange;
import io.winnow.core.exchange.ExchangeStore.TakenBack;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.review.Label;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Labels that an import sets, with those before them, so that one undo brings these back. Inside the caller's transaction. */
final class ImportLabels {
    /** A label's row as one text: equal texts are equal labels. */
    private static final String AS_TEXT = "SELECT %s('verdict', verdict, 'type', defect_type, 'regions', regions,"
            + " 'by', labelled_by, 'at', labelled_at) FROM label WHERE inspection_id = :inspection";

    private static final String DOUBT =
            "SELECT %s('by', doubted_by, 'at', doubted_at) FROM doubt WHERE inspection_id = :inspection";

    private ImportLabels() {}

    static void set(Handle handle, Dialect dialect, String importId, LabelChange change) {
        InspectionId inspection = change.inspection();
        Optional<Label> now = SqlLabelStore.find(handle, inspection);
        if (!now.equals(change.expected())) {
            throw new ChangedException(
                    "the label of inspection %s has changed since the import was checked; check it again"
                            .formatted(inspection));
        }
        Optional<String> before = text(handle, dialect, inspection);
        Optional<String> doubt = handle.createQuery(DOUBT.formatted(dialect.jsonObject()))
                .bind("inspection", inspection.value())
                .mapTo(String.class)
                .findOne();
        SqlLabelStore.put(handle, inspection, change.label());
        SqlLabelStore.settle(handle, inspection);
        handle.execute(
                "INSERT INTO import_label (import_id, inspection_id, set_label, before, doubt_before) VALUES (?, ?, ?, ?, ?)",
                importId,
                inspection.value(),
                text(handle, dialect, inspection).orElseThrow(),
                before.orElse(null),
                doubt.orElse(null));
    }

    private static Optional<String> text(Handle handle, Dialect dialect, InspectionId inspection) {
        return handle.createQuery(AS_TEXT.formatted(dialect.jsonObject()))
                .bind("inspection", inspection.value())
                .mapTo(String.class)
                .findOne();
    }

    private record Row(InspectionId inspection, String set, Optional<String> before, Optional<String> doubt) {}

    /** Brings back what was there, where the import's label still is. */
    static List<TakenBack> takeBack(Handle handle, Dialect dialect, String importId, Instant at) {
        List<Row> rows = handle.createQuery(
                        "SELECT inspection_id, set_label, before, doubt_before FROM import_label WHERE import_id = :import")
                .bind("import", importId)
                .map((row, context) -> new Row(
                        new InspectionId(row.getString("inspection_id")),
                        row.getString("set_label"),
                        Optional.ofNullable(row.getString("before")),
                        Optional.ofNullable(row.getString("doubt_before"))))
                .list();
        List<TakenBack> back = new ArrayList<>();
        for (Row row : rows) {
            if (text(handle, dialect, row.inspection()).equals(Optional.of(row.set()))) {
                restore(handle, dialect, row, at);
                back.add(new TakenBack(row.inspection(), SqlLabelStore.find(handle, row.inspection())));
            }
        }
        return back;
    }

    private static void restore(Handle handle, Dialect dialect, Row row, Instant at) {
        if (row.before().isEmpty()) {
            SqlLabelStore.remove(handle, row.inspection(), at);
            row.doubt()
                    .ifPresent(doubt -> handle.execute(
                            "INSERT INTO doubt (inspection_id, doubted_by, doubted_at)"
                                    + " SELECT ?, b ->> 'by', CAST(b ->> 'at' AS BIGINT) FROM (SELECT %s AS b) d"
                                            .formatted(dialect.json("?")),
                            row.inspection().value(),
                            doubt));
            return;
        }
        for (String sql : List.of(
                "UPDATE label SET verdict = b ->> 'verdict', defect_type = b ->> 'type', regions = b ->> 'regions',"
                        + " labelled_by = b ->> 'by', labelled_at = CAST(b ->> 'at' AS BIGINT)"
                        + " FROM (SELECT %s AS b) before_it".formatted(dialect.json(":before"))
                        + " WHERE inspection_id = :inspection",
                "INSERT INTO label_history (inspection_id, verdict, defect_type, regions, labelled_by, changed_at)"
                        + " SELECT inspection_id, verdict, defect_type, regions, labelled_by, :at FROM label"
                        + " WHERE inspection_id = :inspection AND :before IS NOT NULL")) {
            handle.createUpdate(sql)
                    .bind("before", row.before().get())
                    .bind("inspection", row.inspection().value())
                    .bind("at", Database.micros(at))
                    .execute();
        }
    }
}
