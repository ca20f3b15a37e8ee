package io.winnow.adapter.storage;

import io.winnow.core.access.ApiToken;
import io.winnow.core.access.Role;
import io.winnow.core.access.TokenStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Tokens of machines in the database. Thread-safe. */
public final class SqlTokenStore implements TokenStore {
    private static final String COLUMNS = "id, name, role, hint, created_by, created_at, expires_at, last_used_at";

    private final Database database;

    public SqlTokenStore(Database database) {
        this.database = database;
    }

    @Override
    public boolean add(ApiToken token, String hash) {
        return database.write("making a token", handle -> handle.createUpdate("INSERT INTO api_token (hash, " + COLUMNS
                                + ") VALUES (:hash, :id, :name, :role, :hint, :by, :createdAt, :expiresAt, NULL)"
                                + " ON CONFLICT (name) DO NOTHING")
                        .bind("hash", hash)
                        .bind("id", token.id())
                        .bind("name", token.name())
                        .bind("role", token.role().word())
                        .bind("hint", token.hint())
                        .bind("by", token.createdBy())
                        .bind("createdAt", Database.micros(token.createdAt()))
                        .bind(
                                "expiresAt",
                                token.expiresAt().map(Database::micros).orElse(null))
                        .execute())
                > 0;
    }

    @Override
    public Optional<ApiToken> find(String hash) {
        return database.read("reading a token", handle -> handle.createQuery(
                        "SELECT " + COLUMNS + " FROM api_token WHERE hash = :hash")
                .bind("hash", hash)
                .map((row, context) -> token(row))
                .findOne());
    }

    @Override
    public List<ApiToken> list() {
        return database.read(
                "reading tokens", handle -> handle.createQuery("SELECT " + COLUMNS + " FROM api_token ORDER BY name")
                        .map((row, context) -> token(row))
                        .list());
    }

    @Override
    public void used(String id, Instant at) {
        database.append("noting the use of a token", handle -> handle.createUpdate(
                        "UPDATE api_token SET last_used_at = :at WHERE id = :id")
                .bind("id", id)
                .bind("at", Database.micros(at))
                .execute());
    }

    @Override
    public Optional<ApiToken> remove(String id) {
        return database.write("revoking a token", handle -> handle.createQuery(
                        "DELETE FROM api_token WHERE id = :id RETURNING " + COLUMNS)
                .bind("id", id)
                .map((row, context) -> token(row))
                .findOne());
    }

    private static ApiToken token(ResultSet row) throws SQLException {
        return new ApiToken(
                row.getString("id"),
                row.getString("name"),
                Role.parse(row.getString("role")),
                row.getString("hint"),
                row.getString("created_by"),
                Database.instant(row.getLong("created_at")),
                Database.time(row, "expires_at"),
                Database.time(row, "last_used_at"));
    }
}
