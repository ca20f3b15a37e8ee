package io.winnow.adapter.storage;

import io.winnow.core.image.ContentHash;
import io.winnow.core.inspection.StationId;
import io.winnow.core.model.LedgerDecision;
import io.winnow.core.model.LedgerDecision.Kind;
import io.winnow.core.model.LedgerDecisions;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Decisions about dropped frames in the database. Thread-safe. */
public final class SqlLedgerDecisions implements LedgerDecisions {
    private final Database database;
    private final Clock clock;

    public SqlLedgerDecisions(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void put(StationId station, Collection<LedgerDecision> decisions) {
        database.write("deciding about dropped frames of " + station, handle -> {
            for (LedgerDecision decision : decisions) {
                String word = decision.kind().name().toLowerCase(Locale.ROOT);
                handle.createUpdate(
                                "INSERT INTO ledger_decision (station_id, frame_hash, decision, decided_by, decided_at)"
                                        + " VALUES (:station, :hash, :decision, :by, :at)"
                                        + " ON CONFLICT (station_id, frame_hash) DO UPDATE SET decision = excluded.decision,"
                                        + " decided_by = excluded.decided_by, decided_at = excluded.decided_at")
                        .bind("station", station.value())
                        .bind("hash", decision.image().hex())
                        .bind("decision", word)
                        .bind("by", decision.by())
                        .bind("at", Database.micros(decision.at()))
                        .execute();
                note(handle, station, decision.image(), word, decision.by(), Database.micros(decision.at()));
            }
            return decisions.size();
        });
    }

    @Override
    public void remove(StationId station, Collection<ContentHash> images, String by) {
        long now = Database.micros(clock.instant());
        database.write("taking back decisions about dropped frames of " + station, handle -> {
            for (ContentHash image : images) {
                int removed = handle.createUpdate(
                                "DELETE FROM ledger_decision WHERE station_id = :station AND frame_hash = :hash")
                        .bind("station", station.value())
                        .bind("hash", image.hex())
                        .execute();
                if (removed > 0) {
                    note(handle, station, image, null, by, now);
                }
            }
            return images.size();
        });
    }

    private static void note(
            Handle handle, StationId station, ContentHash image, @Nullable String decision, String by, long at) {
        handle.createUpdate(
                        "INSERT INTO ledger_decision_history (station_id, frame_hash, decision, decided_by, changed_at)"
                                + " VALUES (:station, :hash, :decision, :by, :at)")
                .bind("station", station.value())
                .bind("hash", image.hex())
                .bind("decision", decision)
                .bind("by", by)
                .bind("at", at)
                .execute();
    }

    @Override
    public List<LedgerDecision> list(StationId station) {
        return database.read("reading decisions about dropped frames of " + station, handle -> handle.createQuery(
                        "SELECT frame_hash, decision, decided_by, decided_at FROM ledger_decision"
                                + " WHERE station_id = :station ORDER BY decided_at, frame_hash")
                .bind("station", station.value())
                .map((row, context) -> new LedgerDecision(
                        new ContentHash(row.getString("frame_hash")),
                        Kind.valueOf(row.getString("decision").toUpperCase(Locale.ROOT)),
                        row.getString("decided_by"),
                        Database.instant(row.getLong("decided_at"))))
                .list());
    }
}
