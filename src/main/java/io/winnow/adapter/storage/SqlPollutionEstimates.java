package io.winnow.adapter.storage;

import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.model.PollutionEstimates;
import io.winnow.core.refinement.PollutionEstimate;
import java.util.Optional;

/** Estimates of pollution in the database. Thread-safe. */
public final class SqlPollutionEstimates implements PollutionEstimates {
    private final Database database;

    public SqlPollutionEstimates(Database database) {
        this.database = database;
    }

    @Override
    public Optional<PollutionEstimate> find(StationId station, ModelVersion version) {
        return database.read(
                "reading the pollution estimated for %s of %s".formatted(version, station),
                handle -> handle.createQuery("SELECT share, low, high FROM pollution_estimate"
                                + " WHERE station_id = :station AND version = :version")
                        .bind("station", station.value())
                        .bind("version", version.number())
                        .map((row, context) -> new PollutionEstimate(
                                row.getDouble("share"), row.getDouble("low"), row.getDouble("high")))
                        .findOne());
    }
}
