package io.winnow.adapter.storage;

import com.fasterxml.jackson.core.type.TypeReference;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.model.DroppedFrame;
import io.winnow.core.model.ModelManifest;
import io.winnow.core.model.ModelStore;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Model versions in the database, their files in a folder each. Thread-safe. */
public final class SqlModelStore implements ModelStore {
    private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};

    private final Database database;
    private final Path folder;

    /**
     * @param folder holds {@code <station>/<version>/}
     */
    public SqlModelStore(Database database, Path folder) {
        this.database = database;
        this.folder = folder;
    }

    @Override
    public ModelVersion nextVersion(StationId station) {
        return new ModelVersion(database.write("numbering a model of " + station, handle -> handle.createQuery(
                        "INSERT INTO version_counter (station_id, last) VALUES (:station, 1)"
                                + " ON CONFLICT (station_id) DO UPDATE SET last = last + 1 RETURNING last")
                .bind("station", station.value())
                .mapTo(Integer.class)
                .one()));
    }

    @Override
    public Path folder(StationId station, ModelVersion version) {
        return folder.resolve(station.value()).resolve(version.toString());
    }

    @Override
    public void addChampion(ModelManifest manifest, List<FrameId> kept, List<DroppedFrame> ledger) {
        String what = "recording model %s of %s".formatted(manifest.version(), manifest.station());
        database.write(what, handle -> {
            handle.createUpdate("INSERT INTO model_version (station_id, version, manifest, kept)"
                            + " VALUES (:station, :version, :manifest, :kept)")
                    .bind("station", manifest.station().value())
                    .bind("version", manifest.version().number())
                    .bind("manifest", ManifestRow.write(manifest))
                    .bind("kept", Json.write(kept.stream().map(FrameId::value).toList()))
                    .execute();
            insertLedger(handle, manifest, ledger);
            return handle.createUpdate("INSERT INTO champion (station_id, version) VALUES (:station, :version)"
                            + " ON CONFLICT (station_id) DO UPDATE SET version = excluded.version")
                    .bind("station", manifest.station().value())
                    .bind("version", manifest.version().number())
                    .execute();
        });
    }

    private static void insertLedger(Handle handle, ModelManifest manifest, List<DroppedFrame> ledger) {
        if (ledger.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch(
                "INSERT INTO ledger_entry (station_id, version, position, frame_id, frame_hash, score, rank, round, reason, look_alikes)"
                        + " VALUES (:station, :version, :position, :frame, :hash, :score, :rank, :round, :reason, :group)");
        for (int position = 0; position < ledger.size(); position++) {
            DroppedFrame entry = ledger.get(position);
            batch.bind("station", manifest.station().value())
                    .bind("version", manifest.version().number())
                    .bind("position", position)
                    .bind("frame", entry.frame().value())
                    .bind("hash", entry.image().hex())
                    .bind("score", entry.score())
                    .bind("rank", entry.rank())
                    .bind("round", entry.round())
                    .bind("reason", entry.reason())
                    .bind("group", entry.group().isPresent() ? entry.group().getAsInt() : null)
                    .add();
        }
        batch.execute();
    }

    @Override
    public Optional<ModelManifest> champion(StationId station) {
        return database.read("reading the champion of " + station, handle -> handle.createQuery(
                        "SELECT m.manifest FROM champion c JOIN model_version m"
                                + " ON m.station_id = c.station_id AND m.version = c.version WHERE c.station_id = :station")
                .bind("station", station.value())
                .map((row, context) -> ManifestRow.read(row.getString("manifest")))
                .findOne());
    }

    @Override
    public List<ModelManifest> list(StationId station) {
        return database.read("listing models of " + station, handle -> handle.createQuery(
                        "SELECT manifest FROM model_version WHERE station_id = :station ORDER BY version DESC")
                .bind("station", station.value())
                .map((row, context) -> ManifestRow.read(row.getString("manifest")))
                .list());
    }

    @Override
    public List<FrameId> keptFrames(StationId station, ModelVersion version) {
        return database
                .read(
                        "reading what model %s of %s was fitted on".formatted(version, station),
                        handle -> handle.createQuery(
                                        "SELECT kept FROM model_version WHERE station_id = :station AND version = :version")
                                .bind("station", station.value())
                                .bind("version", version.number())
                                .map((row, context) -> Json.read(row.getString("kept"), NAMES))
                                .findOne())
                .orElse(List.of())
                .stream()
                .map(FrameId::new)
                .toList();
    }

    @Override
    public List<DroppedFrame> ledger(StationId station, ModelVersion version) {
        return database.read(
                "reading the ledger of model %s of %s".formatted(version, station), handle -> handle.createQuery(
                                "SELECT frame_id, frame_hash, score, rank, round, reason, look_alikes FROM ledger_entry"
                                        + " WHERE station_id = :station AND version = :version ORDER BY position")
                        .bind("station", station.value())
                        .bind("version", version.number())
                        .map((row, context) -> new DroppedFrame(
                                new FrameId(row.getString("frame_id")),
                                new ContentHash(row.getString("frame_hash")),
                                row.getDouble("score"),
                                row.getInt("rank"),
                                row.getInt("round"),
                                row.getString("reason"),
                                group(row)))
                        .list());
    }

    private static OptionalInt group(ResultSet row) throws SQLException {
        int group = row.getInt("look_alikes");
        return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(group);
    }
}
