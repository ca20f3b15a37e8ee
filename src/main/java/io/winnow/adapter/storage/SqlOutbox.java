package io.winnow.adapter.storage;

import io.winnow.core.inspection.Outbox;
import io.winnow.core.inspection.OutgoingEvent;
import io.winnow.core.inspection.StationId;
import java.nio.ByteBuffer;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Events on their way out, in the database; one that has left is deleted. Thread-safe. */
public final class SqlOutbox implements Outbox {
    private final Database database;

    public SqlOutbox(Database database) {
        this.database = database;
    }

    /** Adds an event within the transaction that makes it true. */
    static int insert(Handle handle, OutgoingEvent event) {
        ByteBuffer payload = event.payload();
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        return handle.createUpdate(
                        "INSERT INTO outbox (event_id, station_id, payload) VALUES (:event, :station, :payload)")
                .bind("event", event.eventId())
                .bind("station", event.station().value())
                .bind("payload", bytes)
                .execute();
    }

    @Override
    public List<Entry> unpublished(StationId station, int limit) {
        return database.read("reading the outbox", handle -> handle.createQuery(
                        "SELECT sequence, event_id, station_id, payload FROM outbox WHERE station_id = :station"
                                + " ORDER BY sequence LIMIT :limit")
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
        database.write(
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
