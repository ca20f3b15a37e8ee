package io.winnow.adapter.storage;

import io.winnow.core.image.ContentHash;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The questions of retention to the database, and its deletions. Thread-safe. */
final class RetentionQueries {
    private static final String IN_POOL = "EXISTS (SELECT 1 FROM pool_frame p WHERE p.frame_hash = %s)";
    private static final String IN_LEDGER = "EXISTS (SELECT 1 FROM ledger_entry l WHERE l.frame_hash = %s)";
    private static final String INSPECTED = "EXISTS (SELECT 1 FROM inspection i WHERE i.frame_hash = %s)";

    private static final String IN_REGRESSION_SET =
            "EXISTS (SELECT 1 FROM regression_frame r WHERE r.inspection_id = o.id AND r.removed_at IS NULL)";

    private static final String BEING_IMPORTED =
            "EXISTS (SELECT 1 FROM import_frame m WHERE m.frame_hash = %s AND m.inspection_id IS NULL)";

    private record Row(String id, String station, String frame, ContentHash hash) {}

    private final Database database;
    private final String exempt;
    private final String needed;
    private final boolean keepEvents;

    RetentionQueries(Database database, boolean keepLabelled, boolean keepLedger, boolean keepEvents) {
        this.database = database;
        this.keepEvents = keepEvents;
        this.exempt = IN_POOL.formatted("o.frame_hash")
                + " OR " + IN_REGRESSION_SET
                + (keepLedger ? " OR " + IN_LEDGER.formatted("o.frame_hash") : "")
                + (keepLabelled ? " OR EXISTS (SELECT 1 FROM label WHERE label.inspection_id = o.id)" : "");
        this.needed = INSPECTED.formatted("j.value")
                + " OR " + IN_POOL.formatted("j.value")
                + " OR " + BEING_IMPORTED.formatted("j.value")
                + (keepLedger ? " OR " + IN_LEDGER.formatted("j.value") : "");
    }

    /** Stations that have inspections. */
    List<String> stations() {
        return database.read(
                "listing stations", handle -> handle.createQuery("SELECT DISTINCT station_id FROM verdict_count")
                        .mapTo(String.class)
                        .list());
    }

    /** The newest inspection of a station that is one too many; empty where there are no more than {@code count}. */
    Optional<String> newestBeyond(String station, long count) {
        return database.read("counting inspections of " + station, handle -> handle.createQuery(
                        "SELECT id FROM inspection WHERE station_id = :station ORDER BY id DESC LIMIT 1 OFFSET :count")
                .bind("station", station)
                .bind("count", count)
                .mapTo(String.class)
                .findOne());
    }

    /** Deletes inspections that were decided before a moment and are not exempt; the hashes of their frames. */
    List<ContentHash> deleteDecidedBefore(Instant moment, int most) {
        return delete("o.decided_at < :moment", "o.decided_at", most, (handle, sql) -> handle.createQuery(sql)
                .bind("moment", Database.micros(moment)));
    }

    /**
     * Deletes the oldest inspections that are not exempt, by the order in which they came; the hashes of their frames.
     *
     * @param untouchedSince those decided later stay, unless the clock went back since and they are from a time that has yet to come
     */
    List<ContentHash> deleteOldest(Instant untouchedSince, Instant now, int most) {
        return delete(
                "(o.decided_at < :moment OR o.decided_at > :now)", "o.id", most, (handle, sql) -> handle.createQuery(
                                sql)
                        .bind("moment", Database.micros(untouchedSince))
                        .bind("now", Database.micros(now)));
    }

    /** When the newest inspection was decided, by the order in which they came; empty where there is none. */
    Optional<Instant> newestDecidedAt() {
        return database.read("looking for the newest inspection", handle -> handle.createQuery(
                        "SELECT decided_at FROM inspection ORDER BY id DESC LIMIT 1")
                .mapTo(Long.class)
                .map(Database::instant)
                .findOne());
    }

    /** Deletes the oldest inspections of a station, up to and including one, that are not exempt; the hashes of their frames. */
    List<ContentHash> deleteUpTo(String station, String newest, int most) {
        return delete(
                "o.station_id = :station AND o.id <= :newest", "o.id", most, (handle, sql) -> handle.createQuery(sql)
                        .bind("station", station)
                        .bind("newest", newest));
    }

    @FunctionalInterface
    private interface Binding {
        Query bind(Handle handle, String sql);
    }

    private List<ContentHash> delete(String condition, String order, int most, Binding binding) {
        String sql = "SELECT o.id, o.station_id, o.frame_id, o.frame_hash FROM inspection o WHERE " + condition
                + " AND NOT (" + exempt + ") ORDER BY " + order + " LIMIT :most";
        return database.write("deleting old inspections", handle -> {
            List<Row> rows = binding.bind(handle, sql)
                    .bind("most", most)
                    .map((row, context) -> new Row(
                            row.getString("id"),
                            row.getString("station_id"),
                            row.getString("frame_id"),
                            new ContentHash(row.getString("frame_hash"))))
                    .list();
            rows.forEach(row -> delete(handle, row));
            return rows.stream().map(Row::hash).toList();
        });
    }

    /** An inspection goes with its label and its truth; its event stays until it has left, unless there is nobody to tell. */
    private void delete(Handle handle, Row row) {
        if (!keepEvents) {
            handle.execute("DELETE FROM outbox WHERE event_id = ?", row.id());
        }
        handle.execute("DELETE FROM inspection WHERE id = ?", row.id());
        handle.execute(
                "DELETE FROM truth WHERE station_id = ? AND frame_id = ? AND NOT EXISTS"
                        + " (SELECT 1 FROM inspection i WHERE i.station_id = truth.station_id AND i.frame_id = truth.frame_id)",
                row.station(),
                row.frame());
    }

    /** Those of the frames that no inspection, pool or kept ledger refers to. */
    List<ContentHash> unneeded(List<ContentHash> frames) {
        return without(frames, needed);
    }

    /** Those of the frames that are in no pool. */
    List<ContentHash> outsidePools(List<ContentHash> frames) {
        return without(frames, IN_POOL.formatted("j.value"));
    }

    private List<ContentHash> without(List<ContentHash> frames, String condition) {
        String hashes = Json.write(frames.stream().map(ContentHash::hex).toList());
        return database.read("looking for frames that nobody needs", handle -> handle.createQuery("SELECT j.value FROM "
                        + database.dialect().texts(":hashes", "j") + " WHERE NOT (" + condition + ")")
                .bind("hashes", hashes)
                .mapTo(String.class)
                .map(ContentHash::new)
                .list());
    }
}
