package io.winnow.adapter.storage;

import com.fasterxml.jackson.core.type.TypeReference;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.watch.QualityLimitStore;
import io.winnow.core.watch.QualityLimits;
import java.util.Optional;

/** Limits of image quality in the database. Thread-safe. */
public final class SqlQualityLimitStore implements QualityLimitStore {
    private static final TypeReference<QualityLimits> TYPE = new TypeReference<>() {};

    private final Database database;

    public SqlQualityLimitStore(Database database) {
        this.database = database;
    }

    @Override
    public void put(StationId station, ModelVersion version, QualityLimits limits) {
        database.write(
                "storing the image limits of %s of %s".formatted(version, station),
                handle -> handle.createUpdate("INSERT INTO image_quality_limits (station_id, version, limits)"
                                + " VALUES (:station, :version, :limits) ON CONFLICT DO NOTHING")
                        .bind("station", station.value())
                        .bind("version", version.number())
                        .bind("limits", Json.write(limits))
                        .execute());
    }

    @Override
    public Optional<QualityLimits> find(StationId station, ModelVersion version) {
        return database.read(
                "reading the image limits of %s of %s".formatted(version, station), handle -> handle.createQuery(
                                "SELECT limits FROM image_quality_limits WHERE station_id = :station AND version = :version")
                        .bind("station", station.value())
                        .bind("version", version.number())
                        .map((row, context) -> Json.read(row.getString("limits"), TYPE))
                        .findOne());
    }
}
