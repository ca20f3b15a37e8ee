package io.winnow.adapter.storage;

import com.fasterxml.jackson.core.type.TypeReference;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.model.DroppedFrame;
import io.winnow.core.model.ModelEvent;
import io.winnow.core.model.ModelFiles;
import io.winnow.core.model.ModelManifest;
import io.winnow.core.model.ModelRecord;
import io.winnow.core.model.ModelState;
import io.winnow.core.model.ModelStore;
import io.winnow.core.model.ModelTransition;
import io.winnow.core.model.NewModel;
import io.winnow.core.refinement.PollutionEstimate;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Model versions in the database, their files in a folder each.
 *
 * <p>A version's folder is moved into its place before its row is written, and its row says that the files are gone before they are
 * deleted: whenever the process is killed, what is left over is a folder without a row, which {@link #sweep} deletes. Thread-safe.
 */
public final class SqlModelStore implements ModelStore {
    private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};
    private static final String SELECT =
            "SELECT m.manifest, s.state, s.reason, s.since, s.seal, s.files, s.compared_with"
                    + " FROM model_version m JOIN model_state s ON s.station_id = m.station_id AND s.version = m.version"
                    + " WHERE m.station_id = :station ";

    private final Database database;
    private final ModelFiles folders;
    private final Clock clock;

    /**
     * @param folder holds {@code <station>/<version>/}
     */
    public SqlModelStore(Database database, Path folder, Clock clock) {
        this(database, new ModelFolders(folder), clock);
    }

    /** @param folders where the files are kept */
    public SqlModelStore(Database database, ModelFiles folders, Clock clock) {
        this.database = database;
        this.folders = folders;
        this.clock = clock;
    }

    @Override
    public ModelVersion nextVersion(StationId station) {
        return new ModelVersion(database.write("numbering a model of " + station, handle -> handle.createQuery(
                        "INSERT INTO version_counter (station_id, last) VALUES (:station, 1)"
                                + " ON CONFLICT (station_id) DO UPDATE SET last = version_counter.last + 1 RETURNING last")
                .bind("station", station.value())
                .mapTo(Integer.class)
                .one()));
    }

    @Override
    public Path draft(StationId station, ModelVersion version) throws IOException {
        return folders.draft(station, version);
    }

    @Override
    public void deleteDraft(StationId station, ModelVersion version) throws IOException {
        folders.deleteDraft(station, version);
    }

    @Override
    public Path folder(StationId station, ModelVersion version) {
        return folders.folder(station, version);
    }

    @Override
    public void add(NewModel model, List<ModelTransition> transitions) throws IOException {
        ModelManifest manifest = model.manifest();
        StationId station = manifest.station();
        folders.adopt(station, manifest.version());
        try {
            database.write("recording model %s of %s".formatted(manifest.version(), station), handle -> {
                handle.createUpdate("INSERT INTO model_version (station_id, version, manifest, kept)"
                                + " VALUES (:station, :version, :manifest, :kept)")
                        .bind("station", station.value())
                        .bind("version", manifest.version().number())
                        .bind("manifest", ManifestRow.write(manifest))
                        .bind(
                                "kept",
                                Json.write(model.kept().stream()
                                        .map(FrameId::value)
                                        .toList()))
                        .execute();
                insertLedger(handle, manifest, model.ledger());
                SqlStruckPatches.insertLeftOut(handle, station, manifest.version(), model.struck());
                model.pollution().ifPresent(estimate -> insertPollution(handle, manifest, estimate));
                return transitions(handle, station)
                        .record(transitions, Optional.of(manifest.version()), Optional.of(model.seal()));
            });
        } catch (RuntimeException e) {
            folders.delete(station, manifest.version());
            throw e;
        }
    }

    @Override
    public void apply(StationId station, List<ModelTransition> transitions) {
        database.write("changing models of " + station, handle -> transitions(handle, station)
                .record(transitions, Optional.empty(), Optional.empty()));
    }

    private ModelTransitions transitions(Handle handle, StationId station) {
        return new ModelTransitions(handle, station, Database.micros(clock.instant()));
    }

    @Override
    public void reword(StationId station, ModelVersion version, String reason) {
        database.write(
                "saying why model %s of %s stands where it stands".formatted(version, station),
                handle -> handle.createUpdate("UPDATE model_state SET reason = :reason"
                                + " WHERE station_id = :station AND version = :version")
                        .bind("reason", reason)
                        .bind("station", station.value())
                        .bind("version", version.number())
                        .execute());
    }

    @Override
    public void compare(StationId station, ModelVersion version, ModelVersion champion) {
        database.write(
                "noting what model %s of %s is held against".formatted(version, station),
                handle -> handle.createUpdate("UPDATE model_state SET compared_with = :champion"
                                + " WHERE station_id = :station AND version = :version")
                        .bind("champion", champion.number())
                        .bind("station", station.value())
                        .bind("version", version.number())
                        .execute());
    }

    private static void insertPollution(Handle handle, ModelManifest manifest, PollutionEstimate estimate) {
        handle.createUpdate("INSERT INTO pollution_estimate (station_id, version, share, low, high)"
                        + " VALUES (:station, :version, :share, :low, :high)")
                .bind("station", manifest.station().value())
                .bind("version", manifest.version().number())
                .bind("share", estimate.share())
                .bind("low", estimate.low())
                .bind("high", estimate.high())
                .execute();
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
    public Optional<ModelRecord> find(StationId station, ModelVersion version) {
        return database.read("reading model %s of %s".formatted(version, station), handle -> handle.createQuery(
                        SELECT + "AND m.version = :version")
                .bind("station", station.value())
                .bind("version", version.number())
                .map((row, context) -> model(row))
                .findOne());
    }

    @Override
    public List<ModelRecord> list(StationId station) {
        return database.read(
                "listing models of " + station, handle -> handle.createQuery(SELECT + "ORDER BY m.version DESC")
                        .bind("station", station.value())
                        .map((row, context) -> model(row))
                        .list());
    }

    private static ModelRecord model(ResultSet row) throws SQLException {
        int comparedWith = row.getInt("compared_with");
        Optional<ModelVersion> champion =
                row.wasNull() ? Optional.empty() : Optional.of(new ModelVersion(comparedWith));
        return new ModelRecord(
                ManifestRow.read(row.getString("manifest")),
                ModelState.parse(row.getString("state")),
                row.getString("reason"),
                Database.instant(row.getLong("since")),
                Optional.ofNullable(row.getString("seal")).map(ContentHash::new),
                row.getInt("files") == 1,
                champion);
    }

    @Override
    public List<ModelRecord> list(StationId station, Optional<ModelVersion> before, int limit) {
        return database.read("listing models of " + station, handle -> handle.createQuery(
                        SELECT + "AND m.version < :before ORDER BY m.version DESC LIMIT :limit")
                .bind("station", station.value())
                .bind("before", before.map(ModelVersion::number).orElse(Integer.MAX_VALUE))
                .bind("limit", limit)
                .map((row, context) -> model(row))
                .list());
    }

    @Override
    public Optional<ModelRecord> champion(StationId station) {
        return inState(station, "s.state = 'champion'");
    }

    @Override
    public Optional<ModelRecord> candidate(StationId station) {
        return inState(station, "s.state IN ('candidate', 'shadowing', 'ready', 'held')");
    }

    /** The database holds one of either at most, with an index for each. */
    private Optional<ModelRecord> inState(StationId station, String condition) {
        return database.read(
                "looking for models of " + station, handle -> handle.createQuery(SELECT + "AND " + condition)
                        .bind("station", station.value())
                        .map((row, context) -> model(row))
                        .findOne());
    }

    @Override
    public List<ModelEvent> history(StationId station, int limit) {
        return historyBefore(station, Long.MAX_VALUE, limit);
    }

    @Override
    public List<ModelEvent> historyBefore(StationId station, long sequence, int limit) {
        return events(station, "sequence < :before", sequence, limit);
    }

    @Override
    public Optional<ModelEvent> lastPromotion(StationId station) {
        return events(station, "sequence < :before AND to_state = 'champion'", Long.MAX_VALUE, 1).stream()
                .findFirst();
    }

    private List<ModelEvent> events(StationId station, String condition, long before, int limit) {
        return database.read("reading the history of models of " + station, handle -> handle.createQuery(
                        "SELECT sequence, version, from_state, to_state, at, by_whom, why FROM model_event"
                                + " WHERE station_id = :station AND " + condition
                                + " ORDER BY sequence DESC LIMIT :limit")
                .bind("station", station.value())
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> new ModelEvent(
                        row.getLong("sequence"),
                        station,
                        new ModelVersion(row.getInt("version")),
                        Optional.ofNullable(row.getString("from_state")).map(ModelState::parse),
                        ModelState.parse(row.getString("to_state")),
                        Database.instant(row.getLong("at")),
                        row.getString("by_whom"),
                        row.getString("why")))
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

    @Override
    public void deleteFiles(StationId station, ModelVersion version) throws IOException {
        database.write(
                "noting that files of model %s of %s go".formatted(version, station), handle -> handle.createUpdate(
                                "UPDATE model_state SET files = 0 WHERE station_id = :station AND version = :version")
                        .bind("station", station.value())
                        .bind("version", version.number())
                        .execute());
        folders.delete(station, version);
    }

    @Override
    public void sweep() throws IOException {
        for (ModelFiles.Kept found : folders.list()) {
            boolean wanted = find(found.station(), found.version())
                    .map(ModelRecord::files)
                    .orElse(false);
            if (!wanted) {
                folders.delete(found.station(), found.version());
            }
        }
        folders.deleteDrafts();
    }

    private static OptionalInt group(ResultSet row) throws SQLException {
        int group = row.getInt("look_alikes");
        return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(group);
    }
}
