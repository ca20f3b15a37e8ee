package io.winnow.core.access;

import java.time.Instant;
import java.util.Optional;

/**
 * A person who logs in with a password.
 *
 * @param name as {@link AccountName} makes it
 * @param passwordHash as a {@link PasswordHasher} wrote it
 * @param mustChange whether nothing is possible before the password is changed
 */
public record Account(
        String name,
        Role role,
        String passwordHash,
        boolean mustChange,
        boolean disabled,
        Instant createdAt,
        Optional<Instant> lastLogin) {

    Account withRole(Role other) {
        return new Account(name, other, passwordHash, mustChange, disabled, createdAt, lastLogin);
    }

    Account withPassword(String hash, boolean toBeChanged) {
        return new Account(name, role, hash, toBeChanged, disabled, createdAt, lastLogin);
    }

    Account withDisabled(boolean now) {
        return new Account(name, role, passwordHash, mustChange, now, createdAt, lastLogin);
    }

    Account withLogin(Instant at) {
        return new Account(name, role, passwordHash, mustChange, disabled, createdAt, Optional.of(at));
    }

    /** Never with the hash. */
    @Override
    public String toString() {
        return "%s (%s%s)".formatted(name, role.word(), disabled ? ", disabled" : "");
    }
}
