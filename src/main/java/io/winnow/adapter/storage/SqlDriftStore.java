package io.winnow.adapter.storage;

import io.winnow.core.inspection.StationId;
import io.winnow.core.watch.DriftMemory;
import io.winnow.core.watch.DriftStore;
import java.util.Optional;

/** What drift watches know, in the database. Thread-safe. */
public final class SqlDriftStore implements DriftStore {
    private final Database database;

    public SqlDriftStore(Database database) {
        this.database = database;
    }

    @Override
    public void put(StationId station, DriftMemory memory) {
        database.append("storing what is known of drift at " + station, handle -> handle.createUpdate(
                        "INSERT INTO drift_state (station_id, state) VALUES (:station, :state)"
                                + " ON CONFLICT (station_id) DO UPDATE SET state = excluded.state")
                .bind("station", station.value())
                .bind("state", DriftRow.write(memory))
                .execute());
    }

    @Override
    public Optional<DriftMemory> find(StationId station) {
        return database.read("reading what is known of drift at " + station, handle -> handle.createQuery(
                        "SELECT state FROM drift_state WHERE station_id = :station")
                .bind("station", station.value())
                .map((row, context) -> DriftRow.read(row.getString("state")))
                .findOne());
    }
}
