package io.winnow.adapter.storage;

import io.winnow.core.inspection.CapturedFrame;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.InspectionQuery;
import io.winnow.core.inspection.InspectionStore;
import io.winnow.core.inspection.OutgoingEvent;
import io.winnow.core.inspection.StationId;
import io.winnow.core.inspection.VerdictCounts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Inspections in the database. Thread-safe. */
public final class SqlInspectionStore implements InspectionStore {
    private static final String SELECT = "SELECT " + InspectionRow.COLUMNS + " FROM inspection i ";

    private final Database database;

    public SqlInspectionStore(Database database) {
        this.database = database;
    }

    @Override
    public boolean save(Inspection inspection, OutgoingEvent event) {
        return database.append("storing inspection " + inspection.id(), handle -> {
            if (!InspectionRow.insertNew(handle, inspection)) {
                return false;
            }
            handle.createUpdate("INSERT INTO verdict_count (station_id, verdict, count) VALUES (:station, :verdict, 1)"
                            + " ON CONFLICT (station_id, verdict) DO UPDATE SET count = verdict_count.count + 1")
                    .bind("station", inspection.station().value())
                    .bind("verdict", inspection.verdict().word())
                    .execute();
            return SqlOutbox.insert(handle, event, database.owner()) > 0;
        });
    }

    @Override
    public Optional<Inspection> find(InspectionId id) {
        return database.read("reading inspection " + id, handle -> handle.createQuery(SELECT + "WHERE i.id = :id")
                .bind("id", id.value())
                .map((row, context) -> InspectionRow.read(row))
                .findOne());
    }

    @Override
    public Optional<InspectionId> newest() {
        return database.read("looking for the newest inspection", handle -> handle.createQuery(
                        "SELECT id FROM inspection ORDER BY id DESC LIMIT 1")
                .mapTo(String.class)
                .map(InspectionId::new)
                .findOne());
    }

    @Override
    public Optional<Inspection> findEarlier(CapturedFrame frame) {
        return database.read("looking for frame " + frame.id(), handle -> handle.createQuery(SELECT
                        + "WHERE i.id = (SELECT id FROM inspection WHERE station_id = :station AND frame_id = :frame"
                        + " AND (captured_at = :captured OR frame_hash = :hash)"
                        + " UNION ALL SELECT id FROM inspection WHERE frame_hash = :hash AND station_id = :station"
                        + " AND captured_at = :captured LIMIT 1)")
                .bind("station", frame.station().value())
                .bind("frame", frame.id().value())
                .bind("captured", Database.micros(frame.capturedAt()))
                .bind("hash", frame.image().hash().hex())
                .map((row, context) -> InspectionRow.read(row))
                .findOne());
    }

    @Override
    public List<Inspection> list(InspectionQuery query) {
        return database.read("listing inspections of " + query.station(), handle -> list(handle, query));
    }

    private static List<Inspection> list(Handle handle, InspectionQuery query) {
        StringBuilder sql = new StringBuilder(SELECT).append("WHERE i.station_id = :station");
        query.before().ifPresent(id -> sql.append(" AND i.id < :before"));
        query.verdict().ifPresent(verdict -> sql.append(" AND i.verdict = :verdict"));
        query.labelled().ifPresent(labelled -> sql.append(labelled ? " AND " : " AND NOT ")
                .append("EXISTS (SELECT 1 FROM label l WHERE l.inspection_id = i.id)"));
        sql.append(" ORDER BY i.id DESC LIMIT :limit");
        var select = handle.createQuery(sql.toString())
                .bind("station", query.station().value())
                .bind("limit", query.limit());
        query.before().ifPresent(id -> select.bind("before", id.value()));
        query.verdict().ifPresent(verdict -> select.bind("verdict", verdict));
        return select.map((row, context) -> InspectionRow.read(row)).list();
    }

    @Override
    public VerdictCounts counts(StationId station) {
        Map<String, Long> counts = database.read("counting inspections of " + station, handle -> handle.createQuery(
                        "SELECT verdict, count FROM verdict_count WHERE station_id = :station")
                .bind("station", station.value())
                .map((row, context) -> Map.entry(row.getString("verdict"), row.getLong("count")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        return new VerdictCounts(
                counts.getOrDefault("pass", 0L),
                counts.getOrDefault("reject", 0L),
                counts.getOrDefault("undecided", 0L));
    }
}
