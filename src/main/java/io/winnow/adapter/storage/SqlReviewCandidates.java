package io.winnow.adapter.storage;

import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.review.OpinionStore.Said;
import io.winnow.core.review.ReviewCandidates;
import java.util.List;

/** Frames worth a person's time, found through indexes; whole inspections are read for those alone. Thread-safe. */
public final class SqlReviewCandidates implements ReviewCandidates {
    private static final String UNSAID = " AND NOT EXISTS (SELECT 1 FROM label l WHERE l.inspection_id = i.id)"
            + " AND NOT EXISTS (SELECT 1 FROM doubt d WHERE d.inspection_id = i.id)";

    private static final String DISPUTED = "SELECT " + InspectionRow.COLUMNS
            + ", c.version AS c_version, c.score AS c_score, c.threshold AS c_threshold"
            + " FROM model_state s JOIN model_score c ON c.station_id = s.station_id AND c.version = s.version"
            + " JOIN inspection i ON i.id = c.inspection_id"
            + " WHERE s.station_id = :station AND s.state IN ('candidate', 'shadowing', 'ready', 'held')"
            + " AND i.score IS NOT NULL AND (c.score > c.threshold) <> (i.score > i.threshold)" + UNSAID
            + " ORDER BY i.id DESC LIMIT :limit";

    /** %s: the marked regions of a label as rows. */
    private static final String TYPES =
            "SELECT type FROM (SELECT l.defect_type AS type, l.labelled_at AS at FROM label l"
                    + " JOIN inspection i ON i.id = l.inspection_id WHERE i.station_id = :station"
                    + " UNION ALL SELECT r.value ->> 'defectType', l.labelled_at FROM label l"
                    + " JOIN inspection i ON i.id = l.inspection_id, %s WHERE i.station_id = :station) types"
                    + " WHERE type IS NOT NULL GROUP BY type ORDER BY MAX(at) DESC LIMIT :limit";

    private final Database database;

    public SqlReviewCandidates(Database database) {
        this.database = database;
    }

    @Override
    public List<Disputed> disputed(StationId station, int limit) {
        return database.read("looking for disagreements at " + station, handle -> handle.createQuery(DISPUTED)
                .bind("station", station.value())
                .bind("limit", limit)
                .map((row, context) -> new Disputed(
                        InspectionRow.read(row),
                        new ModelVersion(row.getInt("c_version")),
                        row.getDouble("c_score"),
                        row.getDouble("c_threshold")))
                .list());
    }

    @Override
    public List<Inspection> doubted(StationId station, int limit) {
        // SQLite keeps the order of a cross join: the few doubts first, not all inspections of the station.
        return database.read("looking for doubts at " + station, handle -> handle.createQuery("SELECT "
                        + InspectionRow.COLUMNS + " FROM doubt d CROSS JOIN inspection i"
                        + " WHERE i.id = d.inspection_id AND i.station_id = :station"
                        + " ORDER BY d.doubted_at, i.id LIMIT :limit")
                .bind("station", station.value())
                .bind("limit", limit)
                .map((row, context) -> InspectionRow.read(row))
                .list());
    }

    @Override
    public List<Inspection> unlabelled(StationId station, ModelVersion model, int limit) {
        return database.read("looking for look-alikes at " + station, handle -> handle.createQuery("SELECT "
                        + InspectionRow.COLUMNS + " FROM inspection i WHERE i.station_id = :station"
                        + " AND i.model_version = :model AND i.score IS NOT NULL" + UNSAID
                        + " ORDER BY i.id DESC LIMIT :limit")
                .bind("station", station.value())
                .bind("model", model.number())
                .bind("limit", limit)
                .map((row, context) -> InspectionRow.read(row))
                .list());
    }

    @Override
    public List<Said> said(List<InspectionId> inspections) {
        String ids = Json.write(inspections.stream().map(InspectionId::value).toList());
        return database.read("reading what is said of inspections", handle -> handle.createQuery(
                        "SELECT j.value AS id, "
                                + SqlOpinionStore.COLUMNS + " FROM "
                                + database.dialect().texts(":ids", "j")
                                + " LEFT JOIN label l ON l.inspection_id = j.value"
                                + " LEFT JOIN doubt d ON d.inspection_id = j.value"
                                + " WHERE l.inspection_id IS NOT NULL OR d.inspection_id IS NOT NULL")
                .bind("ids", ids)
                .map((row, context) -> new Said(new InspectionId(row.getString("id")), SqlOpinionStore.opinion(row)))
                .list());
    }

    @Override
    public List<String> defectTypes(StationId station, int limit) {
        return database.read("reading defect types of " + station, handle -> handle.createQuery(
                        TYPES.formatted(database.dialect().elements("l.regions", "r")))
                .bind("station", station.value())
                .bind("limit", limit)
                .mapTo(String.class)
                .list());
    }
}
