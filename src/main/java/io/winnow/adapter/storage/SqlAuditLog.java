package io.winnow.adapter.storage;

import com.fasterxml.jackson.core.type.TypeReference;
import io.winnow.core.access.AuditLog;
import io.winnow.core.access.Caller;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The audit log in the database, whose triggers refuse to change or delete what is in it. Thread-safe. */
public final class SqlAuditLog implements AuditLog {
    private static final Duration LONGEST_REQUEST = Duration.ofHours(1);
    private static final String WRITING = "writing the audit log";

    private final Database database;

    public SqlAuditLog(Database database) {
        this.database = database;
    }

    @Override
    public void add(Entry entry) {
        database.write(WRITING, handle -> insert(handle, entry));
    }

    @Override
    public long intend(Entry who) {
        return database.write("writing down what is about to change", handle -> handle.createUpdate(
                        "INSERT INTO audit_intent (at, who, kind, station_id, target, address)"
                                + " VALUES (:at, :who, :kind, :station, :target, :address)")
                .bind("at", Database.micros(who.at()))
                .bind("who", who.who())
                .bind("kind", who.kind().word())
                .bind("station", who.station().orElse(null))
                .bind("target", who.target())
                .bind("address", who.address().orElse(null))
                .executeAndReturnGeneratedKeys("id")
                .mapTo(Long.class)
                .one());
    }

    @Override
    public void settle(long intent, Entry entry) {
        database.write(WRITING, handle -> insert(handle, entry) + delete(handle, intent));
    }

    @Override
    public void drop(long intent) {
        database.write(WRITING, handle -> delete(handle, intent));
    }

    @Override
    public int recover() {
        // In a fleet the others have requests in hand.
        long before =
                database.owner().isPresent() ? Database.micros(Instant.now().minus(LONGEST_REQUEST)) : Long.MAX_VALUE;
        return database.write(WRITING, handle -> {
            int found = handle.createUpdate(
                            "INSERT INTO audit_log (at, who, kind, action, station_id, target, state_after, address)"
                                    + " SELECT at, who, kind, :action, station_id, target, :after, address"
                                    + " FROM audit_intent WHERE at < :before ORDER BY id")
                    .bind("action", UNFINISHED)
                    .bind("after", Json.write(Map.of("outcome", "not known")))
                    .bind("before", before)
                    .execute();
            handle.execute("DELETE FROM audit_intent WHERE at < ?", before);
            return found;
        });
    }

    /** Inside the transaction that makes the change. */
    static int insert(Handle handle, Entry entry) {
        return handle.createUpdate(
                        "INSERT INTO audit_log (at, who, kind, action, station_id, target, state_before, state_after, address)"
                                + " VALUES (:at, :who, :kind, :action, :station, :target, :before, :after, :address)")
                .bind("at", Database.micros(entry.at()))
                .bind("who", entry.who())
                .bind("kind", entry.kind().word())
                .bind("action", entry.action())
                .bind("station", entry.station().orElse(null))
                .bind("target", entry.target())
                .bind("before", entry.before().map(Json::write).orElse(null))
                .bind("after", entry.after().map(Json::write).orElse(null))
                .bind("address", entry.address().orElse(null))
                .execute();
    }

    private static int delete(Handle handle, long intent) {
        return handle.execute("DELETE FROM audit_intent WHERE id = ?", intent);
    }

    @Override
    public List<Numbered> list(Filter filter) {
        return database.read(
                "reading the audit log", handle -> handle.createQuery("SELECT * FROM audit_log WHERE sequence < :before"
                                + " AND (:who IS NULL OR who = :who)"
                                + " AND (:action IS NULL OR action = :action OR action LIKE :action || '.%')"
                                + " AND (:station IS NULL OR station_id = :station)"
                                + " AND (:from IS NULL OR at >= :from) AND (:to IS NULL OR at < :to)"
                                + " ORDER BY sequence DESC LIMIT :limit")
                        .bind("before", filter.before().orElse(Long.MAX_VALUE))
                        .bind("who", filter.who().orElse(null))
                        .bind("action", filter.action().orElse(null))
                        .bind("station", filter.station().orElse(null))
                        .bind("from", filter.from().map(Database::micros).orElse(null))
                        .bind("to", filter.to().map(Database::micros).orElse(null))
                        .bind("limit", filter.limit())
                        .map((row, context) -> new Numbered(row.getLong("sequence"), entry(row)))
                        .list());
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                Database.instant(row.getLong("at")),
                row.getString("who"),
                Caller.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("action"),
                Optional.ofNullable(row.getString("station_id")),
                row.getString("target"),
                state(row.getString("state_before")),
                state(row.getString("state_after")),
                Optional.ofNullable(row.getString("address")));
    }

    private static Optional<Map<String, Object>> state(@Nullable String json) {
        return Optional.ofNullable(json).map(text -> Json.read(text, new TypeReference<Map<String, Object>>() {}));
    }
}
