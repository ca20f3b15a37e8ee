package io.winnow.adapter.storage;

import io.winnow.core.inspection.StationId;
import io.winnow.core.threshold.ThresholdChange;
import io.winnow.core.threshold.ThresholdStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The history of thresholds in the database. Thread-safe. */
public final class SqlThresholdStore implements ThresholdStore {
    private final Database database;

    public SqlThresholdStore(Database database) {
        this.database = database;
    }

    @Override
    public ThresholdChange add(ThresholdChange change) {
        long sequence = database.write("changing thresholds of " + change.station(), handle -> handle.createQuery(
                        "INSERT INTO threshold_change (station_id, changed_at, changed_by, action, policy, before, after)"
                                + " VALUES (:station, :at, :by, :action, :policy, :before, :after) RETURNING sequence")
                .bind("station", change.station().value())
                .bind("at", Database.micros(change.at()))
                .bind("by", change.by())
                .bind("action", change.action().name().toLowerCase(Locale.ROOT))
                .bind("policy", ThresholdRow.write(change.policy()))
                .bind("before", change.before().map(ThresholdRow::write).orElse(null))
                .bind("after", ThresholdRow.write(change.after()))
                .mapTo(Long.class)
                .one());
        return new ThresholdChange(
                sequence,
                change.station(),
                change.at(),
                change.by(),
                change.action(),
                change.policy(),
                change.before(),
                change.after());
    }

    @Override
    public Optional<ThresholdChange> latest(StationId station) {
        return history(station, Long.MAX_VALUE, 1).stream().findFirst();
    }

    @Override
    public List<ThresholdChange> history(StationId station, long before, int limit) {
        return database.read("reading the thresholds of " + station, handle -> handle.createQuery(
                        "SELECT sequence, station_id, changed_at, changed_by, action, policy, before, after FROM threshold_change"
                                + " WHERE station_id = :station AND sequence < :before ORDER BY sequence DESC LIMIT :limit")
                .bind("station", station.value())
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> change(row))
                .list());
    }

    private static ThresholdChange change(ResultSet row) throws SQLException {
        return new ThresholdChange(
                row.getLong("sequence"),
                new StationId(row.getString("station_id")),
                Database.instant(row.getLong("changed_at")),
                row.getString("changed_by"),
                ThresholdChange.Action.valueOf(row.getString("action").toUpperCase(Locale.ROOT)),
                ThresholdRow.policy(row.getString("policy")),
                Optional.ofNullable(row.getString("before")).map(ThresholdRow::lines),
                ThresholdRow.lines(row.getString("after")));
    }
}
