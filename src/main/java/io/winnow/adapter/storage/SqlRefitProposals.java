package io.winnow.adapter.storage;

import io.winnow.core.inspection.StationId;
import io.winnow.core.model.RefitProposal;
import io.winnow.core.model.RefitProposals;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Proposed refits in the database. Thread-safe. */
public final class SqlRefitProposals implements RefitProposals {
    private static final String SELECT =
            "SELECT id, station_id, reason, made_at, state, decided_by, decided_at FROM refit_proposal WHERE ";

    private final Database database;

    public SqlRefitProposals(Database database) {
        this.database = database;
    }

    @Override
    public void put(RefitProposal proposal) {
        database.write("storing a proposed refit of " + proposal.station(), handle -> handle.createUpdate(
                        "INSERT INTO refit_proposal (id, station_id, reason, made_at, state, decided_by, decided_at)"
                                + " VALUES (:id, :station, :reason, :made, :state, :by, :decided)"
                                + " ON CONFLICT (id) DO UPDATE SET state = excluded.state,"
                                + " decided_by = excluded.decided_by, decided_at = excluded.decided_at")
                .bind("id", proposal.id())
                .bind("station", proposal.station().value())
                .bind("reason", proposal.reason())
                .bind("made", Database.micros(proposal.madeAt()))
                .bind("state", proposal.state().name().toLowerCase(Locale.ROOT))
                .bind("by", proposal.decidedBy().orElse(null))
                .bind("decided", proposal.decidedAt().map(Database::micros).orElse(null))
                .execute());
    }

    @Override
    public Optional<RefitProposal> find(String id) {
        return database.read("reading proposal " + id, handle -> handle.createQuery(SELECT + "id = :id")
                .bind("id", id)
                .map((row, context) -> read(row))
                .findOne());
    }

    @Override
    public List<RefitProposal> list(StationId station) {
        return database.read("reading proposed refits of " + station, handle -> handle.createQuery(
                        SELECT + "station_id = :station ORDER BY made_at DESC LIMIT 100")
                .bind("station", station.value())
                .map((row, context) -> read(row))
                .list());
    }

    private static RefitProposal read(ResultSet row) throws SQLException {
        long decided = row.getLong("decided_at");
        Optional<Instant> decidedAt = row.wasNull() ? Optional.empty() : Optional.of(Database.instant(decided));
        return new RefitProposal(
                row.getString("id"),
                new StationId(row.getString("station_id")),
                row.getString("reason"),
                Database.instant(row.getLong("made_at")),
                RefitProposal.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                Optional.ofNullable(row.getString("decided_by")),
                decidedAt);
    }
}
