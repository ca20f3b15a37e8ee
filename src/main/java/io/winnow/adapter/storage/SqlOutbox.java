package io.winnow.adapter.storage;

import io.winnow.core.inspection.Outbox;
import io.winnow.core.inspection.OutgoingEvent;
import io.winnow.core.inspection.StationId;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/** Events on their way out, in the database; one that has left is deleted. Thread-safe. */
public final class SqlOutbox implements Outbox {
    private final Database database;
    /** A member of a fleet sends what is its own; what nobody sends any more becomes the leader's. */
    private final String mine;

    public SqlOutbox(Database database) {
        this.database = database;
        this.mine = database.owner().isPresent() ? " AND owner = :owner" : "";
    }

    private Query mine(Query query) {
        database.owner().ifPresent(owner -> query.bind("owner", owner));
        return query;
    }

    /** Adds an event within the transaction that makes it true. */
    static int insert(Handle handle, OutgoingEvent event, Optional<String> owner) {
        ByteBuffer payload = event.payload();
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        Update insert = handle.createUpdate(
                owner.isEmpty()
                        ? "INSERT INTO outbox (event_id, station_id, payload) VALUES (:event, :station, :payload)"
                        : "INSERT INTO outbox (event_id, station_id, payload, owner) VALUES (:event, :station, :payload, :owner)");
        owner.ifPresent(member -> insert.bind("owner", member));
        return insert.bind("event", event.eventId())
                .bind("station", event.station().value())
                .bind("payload", bytes)
                .execute();
    }

    @Override
    public List<Entry> unpublished(StationId station, int limit) {
        return database.read("reading the outbox", handle -> mine(handle.createQuery(
                        "SELECT sequence, event_id, station_id, payload FROM outbox WHERE station_id = :station" + mine
                                + " ORDER BY sequence LIMIT :limit"))
                .bind("station", station.value())
                .bind("limit", limit)
                .map((row, context) -> new Entry(
                        row.getLong("sequence"),
                        new OutgoingEvent(
                                row.getString("event_id"),
                                new StationId(row.getString("station_id")),
                                ByteBuffer.wrap(row.getBytes("payload")))))
                .list());
    }

    @Override
    public void markPublished(List<Long> sequences) {
        if (sequences.isEmpty()) {
            return;
        }
        database.append(
                "emptying the outbox", handle -> handle.createUpdate("DELETE FROM outbox WHERE sequence IN (<sent>)")
                        .bindList("sent", sequences)
                        .execute());
    }

    @Override
    public long waiting() {
        return database.read("counting the outbox", handle -> handle.createQuery("SELECT COUNT(*) FROM outbox")
                .mapTo(Long.class)
                .one());
    }
}
