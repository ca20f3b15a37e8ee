package io.winnow.adapter.storage;

import io.winnow.core.image.ContentHash;
import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.StationId;
import io.winnow.core.life.FrameHistory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the database knows of the frames that a station has seen. Thread-safe. */
public final class SqlFrameHistory implements FrameHistory {
    private final Database database;

    public SqlFrameHistory(Database database) {
        this.database = database;
    }

    @Override
    public List<InspectionId> decided(StationId station, Optional<Instant> from, Optional<Instant> to, int limit) {
        return database.read("listing what %s decided".formatted(station), handle -> handle.createQuery(
                        "SELECT id FROM inspection WHERE station_id = :station AND decided_at >= :from AND decided_at < :to"
                                + " ORDER BY id DESC LIMIT :limit")
                .bind("station", station.value())
                .bind("from", from.map(Database::micros).orElse(Long.MIN_VALUE))
                .bind("to", to.map(Database::micros).orElse(Long.MAX_VALUE))
                .bind("limit", limit)
                .mapTo(String.class)
                .map(InspectionId::new)
                .list());
    }

    @Override
    public Optional<Instant> oldest(StationId station) {
        return database.read("looking for the oldest inspection of " + station, handle -> handle.createQuery(
                        "SELECT decided_at FROM inspection WHERE station_id = :station ORDER BY id LIMIT 1")
                .bind("station", station.value())
                .mapTo(Long.class)
                .findOne()
                .map(Database::instant));
    }

    @Override
    public Optional<FrameId> frame(StationId station, ContentHash image) {
        return database.read("looking for a frame with image " + image, handle -> handle.createQuery(
                        "SELECT frame_id FROM (SELECT 0 AS place, frame_id FROM pool_frame"
                                + " WHERE station_id = :station AND frame_hash = :hash"
                                + " UNION ALL SELECT 1, frame_id FROM inspection"
                                + " WHERE station_id = :station AND frame_hash = :hash) ORDER BY place LIMIT 1")
                .bind("station", station.value())
                .bind("hash", image.hex())
                .mapTo(String.class)
                .findOne()
                .map(FrameId::new));
    }

    @Override
    public Optional<ContentHash> image(StationId station, FrameId frame) {
        return database.read("looking for the image of frame " + frame, handle -> handle.createQuery(
                        "SELECT frame_hash FROM (SELECT 0 AS place, frame_hash FROM pool_frame"
                                + " WHERE station_id = :station AND frame_id = :frame"
                                + " UNION ALL SELECT 1, frame_hash FROM inspection"
                                + " WHERE station_id = :station AND frame_id = :frame) ORDER BY place LIMIT 1")
                .bind("station", station.value())
                .bind("frame", frame.value())
                .mapTo(String.class)
                .findOne()
                .map(ContentHash::new));
    }
}
