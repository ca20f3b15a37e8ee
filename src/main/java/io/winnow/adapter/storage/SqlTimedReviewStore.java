package io.winnow.adapter.storage;

import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.review.LabelStore.Labelled;
import io.winnow.core.review.ReviewStore.Count;
import io.winnow.core.review.TimedReviewStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Questions across inspections by time; the numbers come from an index alone. Thread-safe. */
public final class SqlTimedReviewStore implements TimedReviewStore {
    /** %s: places, beginnings and ends of the bins as rows. */
    private static final String COUNTS =
            "SELECT CAST(b.value ->> 0 AS BIGINT) AS bin, i.model_version, i.verdict, i.selection_probability, COUNT(*) AS inspections,"
                    + " SUM(CASE WHEN COALESCE(i.selection, 'none') <> 'none' THEN 1 ELSE 0 END) AS chosen, MIN(i.decided_at) AS first, MAX(i.decided_at) AS last"
                    + " FROM %s CROSS JOIN inspection i WHERE i.station_id = :station AND i.score IS NOT NULL"
                    + " AND i.decided_at >= CAST(b.value ->> 1 AS BIGINT) AND i.decided_at < CAST(b.value ->> 2 AS BIGINT)"
                    + " GROUP BY bin, i.model_version, i.verdict, i.selection_probability";

    private static final String LABELLED = "SELECT " + InspectionRow.COLUMNS
            + ", l.verdict AS label_verdict, l.defect_type, l.regions AS label_regions, l.labelled_by, l.labelled_at"
            + " FROM inspection i JOIN label l ON l.inspection_id = i.id"
            + " WHERE i.station_id = :station AND i.score IS NOT NULL AND i.decided_at >= :from AND i.decided_at < :to"
            + " ORDER BY i.id DESC";

    private final Database database;

    public SqlTimedReviewStore(Database database) {
        this.database = database;
    }

    @Override
    public List<TimedCount> counts(StationId station, List<Instant> edges) {
        List<List<Long>> bins = new ArrayList<>();
        for (int bin = 0; bin + 1 < edges.size(); bin++) {
            bins.add(List.of((long) bin, Database.micros(edges.get(bin)), Database.micros(edges.get(bin + 1))));
        }
        return database.read("counting inspections of " + station, handle -> handle.createQuery(
                        COUNTS.formatted(database.dialect().elements(":bins", "b")))
                .bind("bins", Json.write(bins))
                .bind("station", station.value())
                .map((row, context) -> count(row))
                .list());
    }

    private static TimedCount count(ResultSet row) throws SQLException {
        double probability = row.getDouble("selection_probability");
        OptionalDouble known = row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(probability);
        return new TimedCount(
                row.getInt("bin"),
                Database.instant(row.getLong("first")),
                Database.instant(row.getLong("last")),
                new Count(
                        new ModelVersion(row.getInt("model_version")),
                        row.getString("verdict"),
                        known,
                        row.getLong("inspections"),
                        row.getLong("chosen")));
    }

    @Override
    public List<Labelled> labelled(StationId station, Instant from, Instant to) {
        return database.read("reading labels of " + station, handle -> handle.createQuery(LABELLED)
                .bind("station", station.value())
                .bind("from", Database.micros(from))
                .bind("to", Database.micros(to))
                .map((row, context) -> new Labelled(InspectionRow.read(row), SqlLabelStore.label(row)))
                .list());
    }

    @Override
    public Optional<Instant> oldest(StationId station) {
        return database.read("looking for the oldest inspection of " + station, handle -> handle.createQuery(
                        "SELECT decided_at FROM inspection WHERE station_id = :station AND score IS NOT NULL"
                                + " ORDER BY decided_at LIMIT 1")
                .bind("station", station.value())
                .mapTo(Long.class)
                .findOne()
                .map(Database::instant));
    }
}
