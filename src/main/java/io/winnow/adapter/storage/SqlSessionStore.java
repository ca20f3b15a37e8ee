package io.winnow.adapter.storage;

import io.winnow.core.access.Session;
import io.winnow.core.access.SessionStore;
import java.time.Instant;
import java.util.Optional;

/** Sessions in the database, so that a restart logs nobody out. Thread-safe. */
public final class SqlSessionStore implements SessionStore {
    private final Database database;

    public SqlSessionStore(Database database) {
        this.database = database;
    }

    @Override
    public void add(Session session) {
        database.write("beginning a session", handle -> handle.createUpdate(
                        "INSERT INTO session (hash, account, begun_at, last_used_at, address)"
                                + " VALUES (:hash, :account, :begun, :used, :address)")
                .bind("hash", session.hash())
                .bind("account", session.account())
                .bind("begun", Database.micros(session.begunAt()))
                .bind("used", Database.micros(session.lastUsedAt()))
                .bind("address", session.address())
                .execute());
    }

    @Override
    public Optional<Session> find(String hash) {
        return database.read("reading a session", handle -> handle.createQuery(
                        "SELECT hash, account, begun_at, last_used_at, address FROM session WHERE hash = :hash")
                .bind("hash", hash)
                .map((row, context) -> new Session(
                        row.getString("hash"),
                        row.getString("account"),
                        Database.instant(row.getLong("begun_at")),
                        Database.instant(row.getLong("last_used_at")),
                        row.getString("address")))
                .findOne());
    }

    @Override
    public void used(String hash, Instant at) {
        database.append("noting the use of a session", handle -> handle.createUpdate(
                        "UPDATE session SET last_used_at = :at WHERE hash = :hash")
                .bind("hash", hash)
                .bind("at", Database.micros(at))
                .execute());
    }

    @Override
    public void remove(String hash) {
        database.write("ending a session", handle -> handle.createUpdate("DELETE FROM session WHERE hash = :hash")
                .bind("hash", hash)
                .execute());
    }

    @Override
    public void removeAll(String account, Optional<String> except) {
        database.write("ending sessions", handle -> handle.createUpdate(
                        "DELETE FROM session WHERE account = :account AND hash <> :except")
                .bind("account", account)
                .bind("except", except.orElse(""))
                .execute());
    }

    @Override
    public void removeOld(Instant begunBefore, Instant usedBefore) {
        database.write("forgetting old sessions", handle -> handle.createUpdate(
                        "DELETE FROM session WHERE begun_at < :begun OR last_used_at < :used")
                .bind("begun", Database.micros(begunBefore))
                .bind("used", Database.micros(usedBefore))
                .execute());
    }
}
