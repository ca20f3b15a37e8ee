package io.winnow.adapter.storage;

import io.winnow.core.inspection.StationId;
import io.winnow.core.model.ScheduledRefit;
import io.winnow.core.model.ScheduledRefits;
import java.util.List;

/** What became of scheduled refits, in the database. Thread-safe. */
public final class SqlScheduledRefits implements ScheduledRefits {
    private final Database database;

    public SqlScheduledRefits(Database database) {
        this.database = database;
    }

    @Override
    public void add(ScheduledRefit refit) {
        database.write("noting a scheduled refit of " + refit.station(), handle -> handle.createUpdate(
                        "INSERT INTO scheduled_refit (station_id, due_at, outcome, detail)"
                                + " VALUES (:station, :due, :outcome, :detail)")
                .bind("station", refit.station().value())
                .bind("due", Database.micros(refit.dueAt()))
                .bind("outcome", refit.started() ? "started" : "skipped")
                .bind("detail", refit.detail())
                .execute());
    }

    @Override
    public List<ScheduledRefit> list(StationId station) {
        return database.read("reading scheduled refits of " + station, handle -> handle.createQuery(
                        "SELECT due_at, outcome, detail FROM scheduled_refit WHERE station_id = :station"
                                + " ORDER BY sequence DESC LIMIT 20")
                .bind("station", station.value())
                .map((row, context) -> new ScheduledRefit(
                        station,
                        Database.instant(row.getLong("due_at")),
                        row.getString("outcome").equals("started"),
                        row.getString("detail")))
                .list());
    }
}
