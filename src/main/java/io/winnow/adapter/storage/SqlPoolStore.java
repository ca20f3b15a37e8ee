package io.winnow.adapter.storage;

import io.winnow.core.image.ContentHash;
import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.StationId;
import io.winnow.core.model.PoolFrame;
import io.winnow.core.model.PoolStore;
import java.util.List;

/** Pools in the database; the frames themselves are files. Thread-safe. */
public final class SqlPoolStore implements PoolStore {
    private final Database database;

    public SqlPoolStore(Database database) {
        this.database = database;
    }

    @Override
    public boolean add(StationId station, PoolFrame frame) {
        return database.write(
                        "adding frame %s to the pool of %s".formatted(frame.frame(), station),
                        handle -> handle.createUpdate(
                                        "INSERT INTO pool_frame (station_id, frame_hash, frame_id, collected_at)"
                                                + " VALUES (:station, :hash, :frame, :at) ON CONFLICT DO NOTHING")
                                .bind("station", station.value())
                                .bind("hash", frame.image().hex())
                                .bind("frame", frame.frame().value())
                                .bind("at", Database.micros(frame.collectedAt()))
                                .execute())
                > 0;
    }

    @Override
    public boolean remove(StationId station, ContentHash image) {
        return database.write("removing an image from the pool of " + station, handle -> handle.createUpdate(
                                "DELETE FROM pool_frame WHERE station_id = :station AND frame_hash = :hash")
                        .bind("station", station.value())
                        .bind("hash", image.hex())
                        .execute())
                > 0;
    }

    @Override
    public List<PoolFrame> list(StationId station) {
        return database.read("reading the pool of " + station, handle -> handle.createQuery(
                        "SELECT frame_id, frame_hash, collected_at FROM pool_frame WHERE station_id = :station ORDER BY sequence")
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
