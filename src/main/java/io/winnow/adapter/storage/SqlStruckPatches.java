package io.winnow.adapter.storage;

import io.winnow.core.image.ContentHash;
import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.model.Recipe;
import io.winnow.core.model.StruckPatch;
import io.winnow.core.model.StruckPatches;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Struck patches in the database. Thread-safe. */
public final class SqlStruckPatches implements StruckPatches {
    private static final String SELECT =
            "SELECT s.id, s.station_id, s.recipe, s.frame_hash, s.frame_id, s.patch_row, s.patch_col, s.struck_at, s.struck_by,"
                    + " s.why, s.undone_at, s.undone_by FROM struck_patch s ";

    private final Database database;

    public SqlStruckPatches(Database database) {
        this.database = database;
    }

    @Override
    public Optional<StruckPatch> strike(StruckPatch patch) {
        return database.write("striking out a patch of frame " + patch.frame(), handle -> handle.createQuery(
                        "INSERT INTO struck_patch (station_id, recipe, frame_hash, frame_id, patch_row, patch_col,"
                                + " struck_at, struck_by, why)"
                                + " VALUES (:station, :recipe, :hash, :frame, :row, :column, :at, :by, :why)"
                                + " ON CONFLICT DO NOTHING RETURNING id")
                .bind("station", patch.station().value())
                .bind("recipe", patch.recipe().hash().hex())
                .bind("hash", patch.image().hex())
                .bind("frame", patch.frame().value())
                .bind("row", patch.row())
                .bind("column", patch.column())
                .bind("at", Database.micros(patch.at()))
                .bind("by", patch.by())
                .bind("why", patch.why())
                .mapTo(Long.class)
                .findOne()
                .flatMap(id -> find(handle, patch.station(), id)));
    }

    @Override
    public Optional<StruckPatch> undo(StationId station, long id, String by, Instant at) {
        return database.write("taking back the strike of patch " + id, handle -> {
            handle.createUpdate("UPDATE struck_patch SET undone_at = :at, undone_by = :by"
                            + " WHERE station_id = :station AND id = :id AND undone_at IS NULL")
                    .bind("station", station.value())
                    .bind("id", id)
                    .bind("at", Database.micros(at))
                    .bind("by", by)
                    .execute();
            return find(handle, station, id);
        });
    }

    private static Optional<StruckPatch> find(Handle handle, StationId station, long id) {
        return handle.createQuery(SELECT + "WHERE s.station_id = :station AND s.id = :id")
                .bind("station", station.value())
                .bind("id", id)
                .map((row, context) -> read(row))
                .findOne();
    }

    @Override
    public List<StruckPatch> list(StationId station) {
        return database.read("reading struck patches of " + station, handle -> handle.createQuery(
                        SELECT + "WHERE s.station_id = :station ORDER BY s.id DESC")
                .bind("station", station.value())
                .map((row, context) -> read(row))
                .list());
    }

    @Override
    public List<StruckPatch> leftOut(StationId station, ModelVersion version) {
        return database.read("reading what model %s left out".formatted(version), handle -> handle.createQuery(SELECT
                        + "JOIN model_struck_patch m ON m.struck_id = s.id"
                        + " WHERE m.station_id = :station AND m.version = :version ORDER BY s.id DESC")
                .bind("station", station.value())
                .bind("version", version.number())
                .map((row, context) -> read(row))
                .list());
    }

    /** Records with a version what its memory bank was fitted without. */
    static void insertLeftOut(Handle handle, StationId station, ModelVersion version, List<StruckPatch> struck) {
        for (StruckPatch patch : struck) {
            handle.execute(
                    "INSERT INTO model_struck_patch (station_id, version, struck_id) VALUES (?, ?, ?)",
                    station.value(),
                    version.number(),
                    patch.id());
        }
    }

    private static StruckPatch read(ResultSet row) throws SQLException {
        long undoneAt = row.getLong("undone_at");
        Optional<StruckPatch.Undone> undone = row.wasNull()
                ? Optional.empty()
                : Optional.of(new StruckPatch.Undone(row.getString("undone_by"), Database.instant(undoneAt)));
        return new StruckPatch(
                row.getLong("id"),
                new StationId(row.getString("station_id")),
                new Recipe(new ContentHash(row.getString("recipe"))),
                new ContentHash(row.getString("frame_hash")),
                new FrameId(row.getString("frame_id")),
                row.getInt("patch_row"),
                row.getInt("patch_col"),
                row.getString("struck_by"),
                Database.instant(row.getLong("struck_at")),
                row.getString("why"),
                undone);
    }
}
