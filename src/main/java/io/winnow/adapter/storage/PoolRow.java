package io.winnow.adapter.storage;

import io.winnow.core.image.ContentHash;
import io.winnow.core.image.FrameId;
import io.winnow.core.image.ImageQuality;
import io.winnow.core.inspection.StationId;
import io.winnow.core.model.Origin;
import io.winnow.core.model.PoolEntry;
import io.winnow.core.model.PoolFrame;
import io.winnow.core.model.Signature;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** A frame of a pool to and from its row. */
final class PoolRow {
    /** What a pool and the frames set aside have in common, in the same order. */
    static final String COLUMNS =
            "station_id, frame_hash, frame_id, collected_at, origin, shift, camera_setting, bytes,"
                    + " signature, sharpness, luminance, contrast, clipped";

    static final String VALUES = ":station, :hash, :frame, :at, :origin, :shift, :setting, :bytes,"
            + " :signature, :sharpness, :luminance, :contrast, :clipped";

    private PoolRow() {}

    static Update bind(Update update, StationId station, PoolEntry entry) {
        return update.bind("station", station.value())
                .bind("hash", entry.image().hex())
                .bind("frame", entry.frame().frame().value())
                .bind("at", Database.micros(entry.frame().collectedAt()))
                .bind("origin", entry.origin().name().toLowerCase(Locale.ROOT))
                .bind("shift", entry.shift())
                .bind("setting", entry.setting())
                .bind("bytes", entry.bytes())
                .bind("signature", entry.signature().map(PoolRow::bytes).orElse(null))
                .bind("sharpness", entry.quality().map(ImageQuality::sharpness).orElse(null))
                .bind("luminance", entry.quality().map(ImageQuality::luminance).orElse(null))
                .bind("contrast", entry.quality().map(ImageQuality::contrast).orElse(null))
                .bind("clipped", entry.quality().map(ImageQuality::clipped).orElse(null));
    }

    static PoolEntry read(ResultSet row, boolean confirmed) throws SQLException {
        return new PoolEntry(
                new PoolFrame(
                        new FrameId(row.getString("frame_id")),
                        new ContentHash(row.getString("frame_hash")),
                        Database.instant(row.getLong("collected_at"))),
                Origin.valueOf(row.getString("origin").toUpperCase(Locale.ROOT)),
                confirmed,
                row.getString("shift"),
                row.getString("camera_setting"),
                row.getLong("bytes"),
                signature(row.getBytes("signature")),
                quality(row));
    }

    private static byte[] bytes(Signature signature) {
        float[] values = signature.toArray();
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private static Optional<Signature> signature(byte @Nullable [] bytes) {
        if (bytes == null) {
            return Optional.empty();
        }
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return Optional.of(Signature.copyOf(values));
    }

    private static Optional<ImageQuality> quality(ResultSet row) throws SQLException {
        double sharpness = row.getDouble("sharpness");
        return row.wasNull()
                ? Optional.empty()
                : Optional.of(new ImageQuality(
                        sharpness, row.getDouble("luminance"), row.getDouble("contrast"), row.getDouble("clipped")));
    }
}
