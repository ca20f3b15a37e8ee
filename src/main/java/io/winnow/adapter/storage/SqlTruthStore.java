package io.winnow.adapter.storage;

import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.StationId;
import io.winnow.core.review.TruthStore;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Truths in the database, masks included: they are small and rare. Thread-safe. */
public final class SqlTruthStore implements TruthStore {
    /** SQLite takes some thousand parameters in one statement. */
    private static final int BATCH = 500;

    private final Database database;

    public SqlTruthStore(Database database) {
        this.database = database;
    }

    @Override
    public void put(StationId station, FrameId frame, FrameTruth truth) {
        database.write("storing the truth of frame " + frame, handle -> handle.createUpdate(
                        "INSERT INTO truth (station_id, frame_id, defective, defect_type, mask)"
                                + " VALUES (:station, :frame, :defective, :type, :mask)"
                                + " ON CONFLICT (station_id, frame_id) DO UPDATE SET defective = excluded.defective,"
                                + " defect_type = excluded.defect_type, mask = excluded.mask")
                .bind("station", station.value())
                .bind("frame", frame.value())
                .bind("defective", truth.defective() ? 1 : 0)
                .bind("type", truth.defectType().orElse(null))
                .bind("mask", truth.maskPng().map(SqlTruthStore::bytes).orElse(null))
                .execute());
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    @Override
    public Optional<FrameTruth> find(StationId station, FrameId frame) {
        return database.read("reading the truth of frame " + frame, handle -> handle.createQuery(
                        "SELECT defective, defect_type, mask FROM truth WHERE station_id = :station AND frame_id = :frame")
                .bind("station", station.value())
                .bind("frame", frame.value())
                .map((row, context) -> new FrameTruth(
                        row.getInt("defective") == 1,
                        Optional.ofNullable(row.getString("defect_type")),
                        mask(row.getBytes("mask"))))
                .findOne());
    }

    private static Optional<ByteBuffer> mask(byte @Nullable [] bytes) {
        return bytes == null
                ? Optional.empty()
                : Optional.of(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
    }

    @Override
    public Map<FrameId, Boolean> defective(StationId station, Set<FrameId> frames) {
        List<String> ids = frames.stream().map(FrameId::value).sorted().toList();
        Map<FrameId, Boolean> known = new HashMap<>();
        for (int from = 0; from < ids.size(); from += BATCH) {
            known.putAll(batch(station, ids.subList(from, Math.min(ids.size(), from + BATCH))));
        }
        return known;
    }

    private Map<FrameId, Boolean> batch(StationId station, List<String> ids) {
        return database.read("reading truths of " + station, handle -> {
            Map<FrameId, Boolean> known = new HashMap<>();
            handle.createQuery(
                            "SELECT frame_id, defective FROM truth WHERE station_id = :station AND frame_id IN (<frames>)")
                    .bind("station", station.value())
                    .bindList("frames", ids)
                    .map((row, context) ->
                            known.put(new FrameId(row.getString("frame_id")), row.getInt("defective") == 1))
                    .list();
            return known;
        });
    }
}
