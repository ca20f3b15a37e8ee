package io.winnow.adapter.storage;

import io.winnow.core.image.ContentHash;
import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.StationId;
import io.winnow.core.model.PoolEntry;
import io.winnow.core.model.PoolFrame;
import io.winnow.core.model.PoolStore;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Pools in the database; the frames themselves are files. Thread-safe. */
public final class SqlPoolStore implements PoolStore {
    private static final String WHERE = " WHERE station_id = :station AND frame_hash = :hash";

    private final Database database;

    public SqlPoolStore(Database database) {
        this.database = database;
    }

    @Override
    public boolean add(StationId station, PoolEntry entry) {
        return database.write(
                        "adding frame %s to the pool of %s"
                                .formatted(entry.frame().frame(), station),
                        handle -> PoolRow.bind(
                                        handle.createUpdate("INSERT INTO pool_frame (" + PoolRow.COLUMNS
                                                + ", confirmed) VALUES (" + PoolRow.VALUES
                                                + ", :confirmed) ON CONFLICT DO NOTHING"),
                                        station,
                                        entry)
                                .bind("confirmed", entry.confirmed() ? 1 : 0)
                                .execute())
                > 0;
    }

    @Override
    public boolean remove(StationId station, ContentHash image) {
        return database.write(
                "removing an image from the pool of " + station, handle -> delete(handle, station, image));
    }

    private static boolean delete(Handle handle, StationId station, ContentHash image) {
        return handle.createUpdate("DELETE FROM pool_frame" + WHERE)
                        .bind("station", station.value())
                        .bind("hash", image.hex())
                        .execute()
                > 0;
    }

    @Override
    public void confirm(StationId station, ContentHash image, boolean confirmed) {
        database.write("confirming an image in the pool of " + station, handle -> handle.createUpdate(
                        "UPDATE pool_frame SET confirmed = :confirmed" + WHERE)
                .bind("confirmed", confirmed ? 1 : 0)
                .bind("station", station.value())
                .bind("hash", image.hex())
                .execute());
    }

    @Override
    public boolean setAside(StationId station, ContentHash image) {
        return database.write("setting aside an image of " + station, handle -> {
            handle.createUpdate("INSERT INTO pool_set_aside (" + PoolRow.COLUMNS + ") SELECT " + PoolRow.COLUMNS
                            + " FROM pool_frame" + WHERE + " ON CONFLICT DO NOTHING")
                    .bind("station", station.value())
                    .bind("hash", image.hex())
                    .execute();
            return delete(handle, station, image);
        });
    }

    @Override
    public Optional<PoolEntry> takeFromAside(StationId station, ContentHash image) {
        return database.write("taking back an image of " + station, handle -> {
            Optional<PoolEntry> found = handle.createQuery("SELECT " + PoolRow.COLUMNS + " FROM pool_set_aside" + WHERE)
                    .bind("station", station.value())
                    .bind("hash", image.hex())
                    .map((row, context) -> PoolRow.read(row, false))
                    .findOne();
            handle.createUpdate("DELETE FROM pool_set_aside" + WHERE)
                    .bind("station", station.value())
                    .bind("hash", image.hex())
                    .execute();
            return found;
        });
    }

    @Override
    public boolean inAnyPool(ContentHash image) {
        return database.read("looking for image %s in pools".formatted(image), handle -> handle.createQuery(
                        "SELECT EXISTS (SELECT 1 FROM pool_frame WHERE frame_hash = :hash)")
                .bind("hash", image.hex())
                .mapTo(Boolean.class)
                .one());
    }

    @Override
    public List<PoolEntry> entries(StationId station) {
        return database.read("reading the pool of " + station, handle -> handle.createQuery("SELECT " + PoolRow.COLUMNS
                        + ", confirmed FROM pool_frame WHERE station_id = :station ORDER BY sequence")
                .bind("station", station.value())
                .map((row, context) -> PoolRow.read(row, row.getInt("confirmed") == 1))
                .list());
    }

    @Override
    public List<PoolFrame> list(StationId station) {
        return database.read("reading the pool of " + station, handle -> handle.createQuery(
                        "SELECT frame_id, frame_hash, collected_at FROM pool_frame p WHERE station_id = :station"
                                + " AND NOT EXISTS (SELECT 1 FROM inspection i JOIN label l ON l.inspection_id = i.id"
                                + " WHERE i.frame_hash = p.frame_hash AND i.station_id = p.station_id"
                                + " AND l.verdict = 'defect') ORDER BY sequence")
                .bind("station", station.value())
                .map((row, context) -> new PoolFrame(
                        new FrameId(row.getString("frame_id")),
                        new ContentHash(row.getString("frame_hash")),
                        Database.instant(row.getLong("collected_at"))))
                .list());
    }

    @Override
    public int size(StationId station) {
        return database.read("counting the pool of " + station, handle -> handle.createQuery(
                        "SELECT COUNT(*) FROM pool_frame WHERE station_id = :station")
                .bind("station", station.value())
                .mapTo(Integer.class)
                .one());
    }
}
