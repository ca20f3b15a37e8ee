package io.winnow.core.access;

import io.winnow.core.access.AccountStore.Changed;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Makes and changes accounts; every change ends the sessions that it concerns and is in the audit log, or is not made. Thread-safe. */
public final class Accounts {
    /** Name of the first account. */
    public static final String FIRST = "admin";

    private final AccountStore store;
    private final SessionStore sessions;
    private final PasswordHasher hasher;
    private final Transactions transactions;
    private final Changes changes;
    private final Clock clock;

    /** @param transactions over the stores and the log */
    public Accounts(
            AccountStore store,
            SessionStore sessions,
            PasswordHasher hasher,
            AuditLog log,
            Transactions transactions,
            Clock clock) {
        this.store = store;
        this.transactions = transactions;
        this.sessions = sessions;
        this.hasher = hasher;
        this.changes = new Changes(log, clock);
        this.clock = clock;
    }

    /** All accounts, by name. */
    public List<Account> list() {
        return store.list();
    }

    public Optional<Account> find(String name) {
        return store.find(AccountName.spelled(name));
    }

    /**
     * Makes the first administrator where there is no account at all.
     *
     * @return the password for its first login; empty where there are accounts, or another member of a fleet made it meanwhile
     */
    public Optional<String> first() {
        if (!store.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(add(Caller.system("first start"), FIRST, Role.ADMIN));
        } catch (AccessConflictException e) {
            return Optional.empty();
        }
    }

    /**
     * Makes an account.
     *
     * @return the password for its first login, which must then be changed
     * @throws IllegalArgumentException when the name cannot be one
     * @throws AccessConflictException when it is taken
     */
    public String add(Caller by, String name, Role role) {
        String password = Secrets.password();
        add(by, name, role, password);
        return password;
    }

    private void add(Caller by, String name, Role role, String password) {
        Account account = new Account(
                AccountName.of(name), role, hasher.hash(password), true, false, clock.instant(), Optional.empty());
        transactions.together(() -> {
            if (!store.add(account)) {
                throw new AccessConflictException("there is an account %s already".formatted(account.name()));
            }
            changes.add(by, "user.create", account.name(), Optional.empty(), Optional.of(shown(account)));
        });
    }

    /** @throws AccountStore.LastAdminException when nobody who may administrate would be left */
    public Account setRole(Caller by, String name, Role role) {
        return change(by, "user.role", name, account -> account.withRole(role));
    }

    /**
     * Disables an account or enables it again.
     *
     * @throws AccountStore.LastAdminException when nobody who may administrate would be left
     */
    public Account setDisabled(Caller by, String name, boolean disabled) {
        return change(by, disabled ? "user.disable" : "user.enable", name, account -> account.withDisabled(disabled));
    }

    /** Gives an account a password for one login; gives that password. */
    public String resetPassword(Caller by, String name) {
        String password = Secrets.password();
        String hash = hasher.hash(password);
        change(by, "user.password-reset", name, account -> account.withPassword(hash, true));
        return password;
    }

    /** Lets somebody keep the password that was made for one login: in a demonstration. */
    public void keepPassword(Caller by, String name) {
        change(by, "user.password-kept", name, account -> account.withPassword(account.passwordHash(), false));
    }

    /**
     * Lets somebody change their own password; ends all their sessions but the one in which they did.
     *
     * @throws IllegalArgumentException when the old one is wrong or the new one breaks a rule
     */
    public void changePassword(Caller by, String sessionHash, String old, String wanted) {
        Account account = require(by.name());
        if (!hasher.matches(old, account.passwordHash())) {
            throw new IllegalArgumentException("the present password is wrong");
        }
        if (old.equals(wanted)) {
            throw new IllegalArgumentException("the new password is the present one; choose another");
        }
        PasswordRule.require(account.name(), wanted);
        String hash = hasher.hash(wanted);
        transactions.together(() -> {
            if (store.change(account.name(), now -> now.withPassword(hash, false))
                    .isEmpty()) {
                throw unknown(by.name());
            }
            changes.add(by, "user.password-change", account.name(), Optional.empty(), Optional.empty());
            sessions.removeAll(account.name(), Optional.of(sessionHash));
        });
    }

    private Account change(Caller by, String action, String name, UnaryOperator<Account> change) {
        return transactions.together(() -> {
            Changed changed = store.change(AccountName.spelled(name), change).orElseThrow(() -> unknown(name));
            sessions.removeAll(changed.after().name(), Optional.empty());
            changes.add(
                    by,
                    action,
                    changed.after().name(),
                    Optional.of(shown(changed.before())),
                    Optional.of(shown(changed.after())));
            return changed.after();
        });
    }

    private Account require(String name) {
        return store.find(name).orElseThrow(() -> unknown(name));
    }

    private static UnknownAccessException unknown(String name) {
        return new UnknownAccessException("there is no account '%.70s'".formatted(name));
    }

    private static Map<String, Object> shown(Account account) {
        return Map.of(
                "role", account.role().word(),
                "disabled", account.disabled(),
                "mustChangePassword", account.mustChange());
    }
}
