package io.winnow.adapter.storage;

import io.winnow.core.exchange.ExchangeStore;
import io.winnow.core.exchange.ExportFormat;
import io.winnow.core.exchange.ExportQuery;
import io.winnow.core.exchange.ImportRecord;
import io.winnow.core.exchange.ImportRecord.Conflicts;
import io.winnow.core.exchange.StoredFrame;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.StationId;
import io.winnow.core.review.Label;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** Stored frames as they leave and come, in the database. Thread-safe. */
public final class SqlExchangeStore implements ExchangeStore {
    private static final String FROM = " FROM inspection i LEFT JOIN label l ON l.inspection_id = i.id"
            + " LEFT JOIN doubt d ON d.inspection_id = i.id WHERE i.station_id = :station";

    private static final String SELECT = "SELECT " + InspectionRow.COLUMNS
            + ", l.verdict AS label_verdict, l.defect_type, l.regions AS label_regions, l.labelled_by, l.labelled_at,"
            + " d.inspection_id IS NOT NULL AS doubted" + FROM;

    private final Database database;

    public SqlExchangeStore(Database database) {
        this.database = database;
    }

    @Override
    public long count(ExportQuery query) {
        String sql = "SELECT COUNT(*)" + FROM + conditions(query);
        return database.read(
                "counting frames of " + query.station(),
                handle -> bind(handle.createQuery(sql), query).mapTo(Long.class).one());
    }

    @Override
    public List<StoredFrame> frames(ExportQuery query, Optional<InspectionId> after, int limit) {
        String sql = SELECT + conditions(query) + " AND i.id > :after ORDER BY i.id LIMIT :limit";
        return database.read("reading frames of " + query.station(), handle -> bind(handle.createQuery(sql), query)
                .bind("after", after.map(InspectionId::value).orElse(""))
                .bind("limit", limit)
                .map((row, context) -> frame(row))
                .list());
    }

    private static String conditions(ExportQuery query) {
        return (query.labelledOnly() ? " AND (l.inspection_id IS NOT NULL OR d.inspection_id IS NOT NULL)" : "")
                + (query.from().isPresent() ? " AND i.captured_at >= :from" : "")
                + (query.to().isPresent() ? " AND i.captured_at < :to" : "");
    }

    private static <S extends SqlStatement<S>> S bind(S statement, ExportQuery query) {
        statement.bind("station", query.station().value());
        query.from().ifPresent(from -> statement.bind("from", Database.micros(from)));
        query.to().ifPresent(to -> statement.bind("to", Database.micros(to)));
        return statement;
    }

    private static StoredFrame frame(ResultSet row) throws SQLException {
        Optional<Label> label =
                row.getString("label_verdict") == null ? Optional.empty() : Optional.of(SqlLabelStore.label(row));
        return new StoredFrame(InspectionRow.read(row), label, label.isEmpty() && row.getBoolean("doubted"));
    }

    @Override
    public List<StoredFrame> byHash(StationId station, ContentHash hash) {
        return find(station, " AND i.frame_hash = :value", hash.hex());
    }

    @Override
    public List<StoredFrame> byFrame(StationId station, FrameId frame) {
        return find(station, " AND i.frame_id = :value", frame.value());
    }

    private List<StoredFrame> find(StationId station, String condition, String value) {
        return database.read("looking for frame %s of %s".formatted(value, station), handle -> handle.createQuery(
                        SELECT + condition + " ORDER BY i.id DESC")
                .bind("station", station.value())
                .bind("value", value)
                .map((row, context) -> frame(row))
                .list());
    }

    @Override
    public void begin(ImportRecord planned, List<ContentHash> images) {
        database.write("announcing import " + planned.id(), handle -> {
            handle.createUpdate(
                            "INSERT INTO import (id, station_id, name, format, state, conflicts, frames, labels, applied_by,"
                                    + " applied_at) VALUES (:id, :station, :name, :format, 'applying', :conflicts, :frames, :labels, :by, :at)")
                    .bind("id", planned.id())
                    .bind("station", planned.station().value())
                    .bind("name", planned.name())
                    .bind("format", planned.format().word())
                    .bind("conflicts", planned.conflicts().name().toLowerCase(Locale.ROOT))
                    .bind("frames", planned.frames())
                    .bind("labels", planned.labels())
                    .bind("by", planned.by())
                    .bind("at", Database.micros(planned.at()))
                    .execute();
            for (ContentHash image : images) {
                handle.execute(
                        "INSERT INTO import_frame (import_id, frame_hash, inspection_id) VALUES (?, ?, NULL)",
                        planned.id(),
                        image.hex());
            }
            return planned;
        });
    }

    @Override
    public void apply(ImportRecord done, List<Inspection> frames, List<LabelChange> labels) {
        database.write("applying import " + done.id(), handle -> {
            handle.execute("DELETE FROM import_frame WHERE import_id = ?", done.id());
            for (Inspection frame : frames) {
                InspectionRow.insert(handle, frame);
                handle.execute(
                        "INSERT INTO import_frame (import_id, frame_hash, inspection_id) VALUES (?, ?, ?)",
                        done.id(),
                        frame.frameHash().hex(),
                        frame.id().value());
            }
            labels.forEach(change -> ImportLabels.set(handle, database.dialect(), done.id(), change));
            return handle.execute("UPDATE import SET state = 'applied' WHERE id = ?", done.id());
        });
    }

    @Override
    public void abandon(String id) {
        database.write(
                "forgetting import " + id,
                handle -> handle.execute("DELETE FROM import WHERE id = ? AND state = 'applying'", id));
    }

    @Override
    public void sweep() {
        database.write(
                "forgetting imports that were not applied",
                handle -> handle.execute("DELETE FROM import WHERE state = 'applying'"));
    }

    @Override
    public UndoOutcome undo(String id, String by, Instant at) {
        return database.write("taking back import " + id, handle -> {
            int known = handle.execute(
                    "UPDATE import SET state = 'undone', undone_by = ?, undone_at = ? WHERE id = ? AND state = 'applied'",
                    by,
                    Database.micros(at),
                    id);
            if (known == 0) {
                throw new ChangedException("import '%.60s' is not applied, or was taken back before".formatted(id));
            }
            List<TakenBack> back = ImportLabels.takeBack(handle, database.dialect(), id, at);
            int removed = removeFrames(handle, id);
            return new UndoOutcome(
                    back,
                    removed,
                    count(handle, id, "SELECT COUNT(*) FROM import_label WHERE import_id = ?") - back.size(),
                    count(
                                    handle,
                                    id,
                                    "SELECT COUNT(*) FROM import_frame WHERE import_id = ? AND inspection_id IS NOT NULL")
                            - removed);
        });
    }

    private static int count(Handle handle, String id, String sql) {
        return handle.createQuery(sql).bind(0, id).mapTo(Integer.class).one();
    }

    /** Frames that somebody has labelled since stay. */
    private static int removeFrames(Handle handle, String id) {
        return handle.execute(
                "DELETE FROM inspection WHERE id IN (SELECT inspection_id FROM import_frame WHERE import_id = ?)"
                        + " AND NOT EXISTS (SELECT 1 FROM label l WHERE l.inspection_id = inspection.id)",
                id);
    }

    @Override
    public Optional<ImportRecord> find(String id) {
        return database.read("looking for import " + id, handle -> handle.createQuery(
                        "SELECT * FROM import WHERE id = :id AND state <> 'applying'")
                .bind("id", id)
                .map((row, context) -> record(row))
                .findOne());
    }

    @Override
    public List<ImportRecord> list(StationId station, int limit) {
        return database.read("listing imports of " + station, handle -> handle.createQuery(
                        "SELECT * FROM import WHERE station_id = :station AND state <> 'applying'"
                                + " ORDER BY applied_at DESC LIMIT :limit")
                .bind("station", station.value())
                .bind("limit", limit)
                .map((row, context) -> record(row))
                .list());
    }

    private static ImportRecord record(ResultSet row) throws SQLException {
        return new ImportRecord(
                row.getString("id"),
                new StationId(row.getString("station_id")),
                row.getString("name"),
                ExportFormat.parse(row.getString("format")),
                Conflicts.valueOf(row.getString("conflicts").toUpperCase(Locale.ROOT)),
                row.getInt("frames"),
                row.getInt("labels"),
                row.getString("applied_by"),
                Database.instant(row.getLong("applied_at")),
                undone(row));
    }

    private static Optional<ImportRecord.Undone> undone(ResultSet row) throws SQLException {
        String by = row.getString("undone_by");
        return by == null
                ? Optional.empty()
                : Optional.of(new ImportRecord.Undone(by, Database.instant(row.getLong("undone_at"))));
    }
}
