package io.winnow.adapter.storage;

import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.review.Label;
import io.winnow.core.review.ReviewStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Questions across inspections, answered from indexes wherever no inspection as a whole is asked for. Thread-safe. */
public final class SqlReviewStore implements ReviewStore {
    private static final String SCORES =
            "SELECT i.id, i.score, i.verdict, l.verdict AS truth FROM inspection i LEFT JOIN label l ON l.inspection_id = i.id"
                    + " WHERE i.station_id = :station AND i.model_version = :model AND i.score IS NOT NULL"
                    + " ORDER BY i.id DESC LIMIT :window";

    private static final String COUNTS =
            "SELECT model_version, verdict, selection_probability, COUNT(*) AS inspections,"
                    + " SUM(CASE WHEN COALESCE(selection, 'none') <> 'none' THEN 1 ELSE 0 END) AS chosen FROM (SELECT model_version, verdict, selection,"
                    + " selection_probability FROM inspection WHERE station_id = :station AND score IS NOT NULL"
                    + " ORDER BY id DESC LIMIT :window) newest GROUP BY model_version, verdict, selection_probability";

    /** The three kinds apart, so that each is read in the order of its index. */
    private static final String QUEUE = "SELECT * FROM (SELECT " + InspectionRow.COLUMNS + " FROM inspection i"
            + " WHERE i.station_id = :station AND i.selection <> 'none' AND i.selection = '%s'"
            + " AND NOT EXISTS (SELECT 1 FROM label l WHERE l.inspection_id = i.id)"
            + " AND NOT EXISTS (SELECT 1 FROM doubt d WHERE d.inspection_id = i.id) ORDER BY i.id DESC LIMIT :limit) %s";

    private final Database database;

    public SqlReviewStore(Database database) {
        this.database = database;
    }

    @Override
    public List<StoredScore> scores(StationId station, ModelVersion model, int window) {
        return database.read(
                "reading scores of model %s of %s".formatted(model, station), handle -> handle.createQuery(SCORES)
                        .bind("station", station.value())
                        .bind("model", model.number())
                        .bind("window", window)
                        .map((row, context) -> new StoredScore(
                                new InspectionId(row.getString("id")),
                                row.getDouble("score"),
                                row.getString("verdict"),
                                Optional.ofNullable(row.getString("truth"))
                                        .map(truth -> Label.Truth.valueOf(truth.toUpperCase(Locale.ROOT)))))
                        .list());
    }

    @Override
    public List<Count> counts(StationId station, int window) {
        return database.read("counting inspections of " + station, handle -> handle.createQuery(COUNTS)
                .bind("station", station.value())
                .bind("window", window)
                .map((row, context) -> count(row))
                .list());
    }

    private static Count count(ResultSet row) throws SQLException {
        double probability = row.getDouble("selection_probability");
        OptionalDouble known = row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(probability);
        return new Count(
                new ModelVersion(row.getInt("model_version")),
                row.getString("verdict"),
                known,
                row.getLong("inspections"),
                row.getLong("chosen"));
    }

    private static String queue(String selection) {
        return QUEUE.formatted(selection, selection);
    }

    @Override
    public List<Inspection> queue(StationId station, int limit) {
        String sql = String.join(" UNION ALL ", queue("grey_band"), queue("audit"), queue("reject")) + " LIMIT :limit";
        return database.read("looking for what to review at " + station, handle -> handle.createQuery(sql)
                .bind("station", station.value())
                .bind("limit", limit)
                .map((row, context) -> InspectionRow.read(row))
                .list());
    }
}
