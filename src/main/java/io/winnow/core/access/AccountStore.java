package io.winnow.core.access;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Accounts as they are kept. Thread-safe. */
public interface AccountStore {
    Optional<Account> find(String name);

    /** All, by name. */
    List<Account> list();

    boolean isEmpty();

    /** @return false when there is one of that name already */
    boolean add(Account account);

    /**
     * Changes an account, in one step with what the change is made of.
     *
     * @return before and after; empty when there is none of that name
     * @throws LastAdminException when nobody who may administrate would be left
     */
    Optional<Changed> change(String name, UnaryOperator<Account> change);

    /** What an account was, and what it is now. */
    record Changed(Account before, Account after) {}

    /** Thrown before the last enabled administrator is lost. */
    final class LastAdminException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        public LastAdminException(String name) {
            super("%s is the last enabled account with the role admin; make another one admin first".formatted(name));
        }
    }
}
