package io.winnow.adapter.storage;

import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.StationId;
import io.winnow.core.review.ModelScoreStore.Pair;
import io.winnow.core.review.RegressionFrame;
import io.winnow.core.review.RegressionSet;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Regression sets in the database. Thread-safe. */
public final class SqlRegressionSet implements RegressionSet {
    private static final String SELECT =
            "SELECT r.inspection_id, r.station_id, i.frame_id, r.added_at, r.added_by, r.why, r.removed_at, r.removed_by,"
                    + " r.removed_why FROM regression_frame r JOIN inspection i ON i.id = r.inspection_id ";

    private final Database database;

    public SqlRegressionSet(Database database) {
        this.database = database;
    }

    @Override
    public void add(InspectionId inspection, String by, String why, Instant at) {
        database.write(
                "adding inspection %s to the regression set".formatted(inspection), handle -> handle.createUpdate(
                                "INSERT INTO regression_frame (inspection_id, station_id, added_at, added_by, why)"
                                        + " SELECT i.id, i.station_id, :at, :by, :why FROM inspection i WHERE i.id = :inspection"
                                        + " ON CONFLICT (inspection_id) DO UPDATE SET added_at = excluded.added_at,"
                                        + " added_by = excluded.added_by, why = excluded.why,"
                                        + " removed_at = NULL, removed_by = NULL, removed_why = NULL")
                        .bind("inspection", inspection.value())
                        .bind("at", Database.micros(at))
                        .bind("by", by)
                        .bind("why", why)
                        .execute());
    }

    @Override
    public void remove(InspectionId inspection, String by, String why, Instant at) {
        database.write(
                "taking inspection %s out of the regression set".formatted(inspection), handle -> handle.createUpdate(
                                "UPDATE regression_frame SET removed_at = :at, removed_by = :by, removed_why = :why"
                                        + " WHERE inspection_id = :inspection AND removed_at IS NULL")
                        .bind("inspection", inspection.value())
                        .bind("at", Database.micros(at))
                        .bind("by", by)
                        .bind("why", why)
                        .execute());
    }

    @Override
    public Optional<RegressionFrame> find(InspectionId inspection) {
        return database.read(
                "looking for inspection %s in the regression set".formatted(inspection),
                handle -> handle.createQuery(SELECT + "WHERE r.inspection_id = :inspection")
                        .bind("inspection", inspection.value())
                        .map((row, context) -> read(row))
                        .findOne());
    }

    @Override
    public List<RegressionFrame> list(StationId station) {
        return database.read("reading the regression set of " + station, handle -> handle.createQuery(
                        SELECT + "WHERE r.station_id = :station ORDER BY r.inspection_id DESC")
                .bind("station", station.value())
                .map((row, context) -> read(row))
                .list());
    }

    private static RegressionFrame read(ResultSet row) throws SQLException {
        long removedAt = row.getLong("removed_at");
        Optional<RegressionFrame.Removal> removal = row.wasNull()
                ? Optional.empty()
                : Optional.of(new RegressionFrame.Removal(
                        Database.instant(removedAt), row.getString("removed_by"), row.getString("removed_why")));
        return new RegressionFrame(
                new InspectionId(row.getString("inspection_id")),
                new StationId(row.getString("station_id")),
                new FrameId(row.getString("frame_id")),
                Database.instant(row.getLong("added_at")),
                row.getString("added_by"),
                row.getString("why"),
                removal);
    }

    @Override
    public List<Tried> tried(Pair pair) {
        return database.read("trying models on the regression set of " + pair.station(), handle -> handle.createQuery(
                        "SELECT i.id, i.frame_id, " + rejects("champion", "h") + " AS champion, "
                                + rejects("candidate", "c") + " AS candidate"
                                + " FROM regression_frame r JOIN inspection i ON i.id = r.inspection_id"
                                + scores("champion", "h") + scores("candidate", "c")
                                + " WHERE r.station_id = :station AND r.removed_at IS NULL ORDER BY i.id DESC")
                .bind("station", pair.station().value())
                .bind("champion", pair.champion().number())
                .bind("candidate", pair.candidate().number())
                .map((row, context) -> new Tried(
                        new InspectionId(row.getString("id")),
                        new FrameId(row.getString("frame_id")),
                        verdict(row, "champion"),
                        verdict(row, "candidate")))
                .list());
    }

    /** What a version said itself when it decided the frame, or what it scored of it afterwards. */
    private static String rejects(String version, String table) {
        return "CASE WHEN i.model_version = :%s AND i.score IS NOT NULL THEN i.score > i.threshold ELSE %s.score > %s.threshold END"
                .formatted(version, table, table);
    }

    private static String scores(String version, String table) {
        return " LEFT JOIN model_score %s ON %s.station_id = r.station_id AND %s.version = :%s AND %s.inspection_id = i.id"
                .formatted(table, table, table, version, table);
    }

    private static Optional<Boolean> verdict(ResultSet row, String column) throws SQLException {
        int rejects = row.getInt(column);
        return row.wasNull() ? Optional.empty() : Optional.of(rejects == 1);
    }
}
