package io.winnow.adapter.storage;

import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.StationId;
import io.winnow.core.review.Label;
import io.winnow.core.review.LabelStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Labels in the database. Thread-safe. */
public final class SqlLabelStore implements LabelStore {
    private final Database database;
    private final Clock clock;

    public SqlLabelStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void put(InspectionId inspection, Label label) {
        database.write("labelling inspection " + inspection, handle -> {
            put(handle, inspection, label);
            settle(handle, inspection);
            return inspection;
        });
    }

    static void put(Handle handle, InspectionId inspection, Label label) {
        for (String sql : List.of(
                "INSERT INTO label (inspection_id, verdict, defect_type, regions, labelled_by, labelled_at)"
                        + " VALUES (:inspection, :verdict, :type, :regions, :by, :at)"
                        + " ON CONFLICT (inspection_id) DO UPDATE SET verdict = excluded.verdict,"
                        + " defect_type = excluded.defect_type, regions = excluded.regions,"
                        + " labelled_by = excluded.labelled_by, labelled_at = excluded.labelled_at",
                "INSERT INTO label_history (inspection_id, verdict, defect_type, regions, labelled_by, changed_at)"
                        + " VALUES (:inspection, :verdict, :type, :regions, :by, :at)")) {
            handle.createUpdate(sql)
                    .bind("inspection", inspection.value())
                    .bind("verdict", label.verdict().name().toLowerCase(Locale.ROOT))
                    .bind("type", label.defectType().orElse(null))
                    .bind("regions", MarkRow.write(label.marks()))
                    .bind("by", label.labelledBy())
                    .bind("at", Database.micros(label.labelledAt()))
                    .execute();
        }
    }

    /** Ends a doubt: somebody has said something else. */
    static void settle(Handle handle, InspectionId inspection) {
        handle.createUpdate("DELETE FROM doubt WHERE inspection_id = :inspection")
                .bind("inspection", inspection.value())
                .execute();
    }

    @Override
    public void remove(InspectionId inspection) {
        database.write(
                "taking back the label of inspection " + inspection,
                handle -> remove(handle, inspection, clock.instant()));
    }

    static int remove(Handle handle, InspectionId inspection, Instant at) {
        int removed = handle.createUpdate("DELETE FROM label WHERE inspection_id = :inspection")
                .bind("inspection", inspection.value())
                .execute();
        return removed == 0
                ? 0
                : handle.createUpdate("INSERT INTO label_history (inspection_id, changed_at) VALUES (:inspection, :at)")
                        .bind("inspection", inspection.value())
                        .bind("at", Database.micros(at))
                        .execute();
    }

    @Override
    public Optional<Label> find(InspectionId inspection) {
        return database.read("reading the label of inspection " + inspection, handle -> find(handle, inspection));
    }

    static Optional<Label> find(Handle handle, InspectionId inspection) {
        return handle.createQuery(
                        "SELECT verdict AS label_verdict, defect_type, regions AS label_regions, labelled_by, labelled_at"
                                + " FROM label WHERE inspection_id = :inspection")
                .bind("inspection", inspection.value())
                .map((row, context) -> label(row))
                .findOne();
    }

    @Override
    public Optional<Basis> basis(StationId station) {
        return database.read("looking for news of " + station, handle -> handle.createQuery(
                        "SELECT (SELECT COALESCE(MAX(sequence), 0) FROM label_history) AS labels,"
                                + " (SELECT MAX(id) FROM inspection WHERE station_id = :station) AS newest")
                .bind("station", station.value())
                .map((row, context) -> Optional.of(new Basis(
                        row.getLong("labels"),
                        Optional.ofNullable(row.getString("newest")).map(InspectionId::new))))
                .one());
    }

    @Override
    public List<Labelled> labelledWithin(StationId station, int window) {
        String newest =
                "SELECT id FROM inspection WHERE station_id = :station AND score IS NOT NULL ORDER BY id DESC LIMIT :window";
        return database.read(
                "reading labels of " + station, handle -> handle.createQuery("SELECT " + InspectionRow.COLUMNS
                                + ", l.verdict AS label_verdict, l.defect_type, l.regions AS label_regions, l.labelled_by, l.labelled_at"
                                + " FROM label l JOIN inspection i ON i.id = l.inspection_id"
                                + " WHERE i.id IN (" + newest + ") ORDER BY i.id DESC")
                        .bind("station", station.value())
                        .bind("window", window)
                        .map((row, context) -> new Labelled(InspectionRow.read(row), label(row)))
                        .list());
    }

    @Override
    public Map<FrameId, Boolean> defective(StationId station, Set<FrameId> frames) {
        String ids = Json.write(frames.stream().map(FrameId::value).sorted().toList());
        return database.read("reading labels of frames of " + station, handle -> {
            Map<FrameId, Boolean> known = new HashMap<>();
            // CROSS JOIN keeps the order: from a few frames to their labels, not from all labels to a few frames.
            handle.createQuery("SELECT i.frame_id, l.verdict FROM "
                            + database.dialect().texts(":ids", "j")
                            + " CROSS JOIN inspection i CROSS JOIN label l WHERE i.station_id = :station"
                            + " AND i.frame_id = j.value AND l.inspection_id = i.id ORDER BY l.labelled_at")
                    .bind("ids", ids)
                    .bind("station", station.value())
                    .map((row, context) -> known.put(
                            new FrameId(row.getString("frame_id")),
                            row.getString("verdict").equals("defect")))
                    .list();
            return known;
        });
    }

    static Label label(ResultSet row) throws SQLException {
        return new Label(
                Label.Truth.valueOf(row.getString("label_verdict").toUpperCase(Locale.ROOT)),
                Optional.ofNullable(row.getString("defect_type")),
                MarkRow.read(row.getString("label_regions")),
                row.getString("labelled_by"),
                Database.instant(row.getLong("labelled_at")));
    }
}
