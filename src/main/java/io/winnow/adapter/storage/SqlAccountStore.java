package io.winnow.adapter.storage;

import io.winnow.core.access.Account;
import io.winnow.core.access.AccountStore;
import io.winnow.core.access.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** Accounts in the database. Thread-safe. */
public final class SqlAccountStore implements AccountStore {
    private static final String COLUMNS = "name, role, password_hash, must_change, disabled, created_at, last_login_at";

    private final Database database;

    public SqlAccountStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Account> find(String name) {
        return database.read("reading an account", handle -> find(handle, name));
    }

    private static Optional<Account> find(Handle handle, String name) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM account WHERE name = :name")
                .bind("name", name)
                .map((row, context) -> account(row))
                .findOne();
    }

    @Override
    public List<Account> list() {
        return database.read(
                "reading accounts", handle -> handle.createQuery("SELECT " + COLUMNS + " FROM account ORDER BY name")
                        .map((row, context) -> account(row))
                        .list());
    }

    @Override
    public boolean isEmpty() {
        return database.read(
                "counting accounts", handle -> handle.createQuery("SELECT NOT EXISTS (SELECT 1 FROM account)")
                        .mapTo(Boolean.class)
                        .one());
    }

    @Override
    public boolean add(Account account) {
        return database.write("making an account", handle -> bind(
                                handle.createUpdate("INSERT INTO account (" + COLUMNS
                                        + ") VALUES (:name, :role, :hash, :mustChange, :disabled, :createdAt, :lastLogin)"
                                        + " ON CONFLICT (name) DO NOTHING"),
                                account)
                        .bind("createdAt", Database.micros(account.createdAt()))
                        .execute())
                > 0;
    }

    @Override
    public Optional<Changed> change(String name, UnaryOperator<Account> change) {
        return database.write(
                "changing an account", handle -> find(handle, name).map(before -> {
                    Account after = change.apply(before);
                    bind(
                                    handle.createUpdate("UPDATE account SET role = :role, password_hash = :hash,"
                                            + " must_change = :mustChange, disabled = :disabled, last_login_at = :lastLogin"
                                            + " WHERE name = :name"),
                                    after)
                            .execute();
                    if (administers(before) && !administers(after) && nobodyAdministers(handle)) {
                        throw new LastAdminException(name);
                    }
                    return new Changed(before, after);
                }));
    }

    private static boolean administers(Account account) {
        return account.role() == Role.ADMIN && !account.disabled();
    }

    private static boolean nobodyAdministers(Handle handle) {
        return handle.createQuery("SELECT NOT EXISTS (SELECT 1 FROM account WHERE role = 'admin' AND disabled = 0)")
                .mapTo(Boolean.class)
                .one();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Account account) {
        return statement
                .bind("name", account.name())
                .bind("role", account.role().word())
                .bind("hash", account.passwordHash())
                .bind("mustChange", account.mustChange() ? 1 : 0)
                .bind("disabled", account.disabled() ? 1 : 0)
                .bind("lastLogin", account.lastLogin().map(Database::micros).orElse(null));
    }

    private static Account account(ResultSet row) throws SQLException {
        return new Account(
                row.getString("name"),
                Role.parse(row.getString("role")),
                row.getString("password_hash"),
                row.getBoolean("must_change"),
                row.getBoolean("disabled"),
                Database.instant(row.getLong("created_at")),
                Database.time(row, "last_login_at"));
    }
}
