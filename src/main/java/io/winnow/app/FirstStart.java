package io.winnow.app;

import io.winnow.core.access.Account;
import io.winnow.core.access.Accounts;
import io.winnow.core.access.ApiTokens;
import java.io.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;

/**
 * Lets somebody into a service that nobody has entered yet: the first account's password for one login is shown on the terminal, if
 * there is one, and stands in a file that only the owner may read. It is never logged.
 */
final class FirstStart implements BiConsumer<Accounts, ApiTokens> {
    private static final System.Logger LOG = System.getLogger(FirstStart.class.getName());
    static final String FILE = "first-admin-password";

    private final Path file;

    /** @param data folder of the service's data */
    FirstStart(Path data) {
        this.file = data.resolve(FILE);
    }

    @Override
    public void accept(Accounts accounts, ApiTokens tokens) {
        try {
            accounts.first().ifPresent(this::tell);
            tidy(file, accounts);
        } catch (IOException e) {
            throw new UncheckedIOException("file %s cannot be written: %s".formatted(file, e.getMessage()), e);
        }
    }

    private void tell(String password) {
        try {
            OwnersFile.write(file, password + System.lineSeparator());
        } catch (IOException e) {
            throw new UncheckedIOException("file %s cannot be written: %s".formatted(file, e.getMessage()), e);
        }
        LOG.log(
                System.Logger.Level.INFO,
                "the first account is {0}; its password for the first login is in {1}",
                Accounts.FIRST,
                file.toAbsolutePath());
        Console terminal = System.console();
        if (terminal != null) {
            terminal.printf(
                    "%n  Log in as %s with the password  %s  and choose one of your own.%n%n",
                    Accounts.FIRST, password);
        }
    }

    /** Deletes the file below a data folder once its password is of no use any longer. */
    static void tidyBelow(Path data, Accounts accounts) {
        try {
            tidy(data.resolve(FILE), accounts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void tidy(Path file, Accounts accounts) throws IOException {
        boolean used = accounts.find(Accounts.FIRST).filter(Account::mustChange).isEmpty();
        if (used && Files.deleteIfExists(file)) {
            LOG.log(System.Logger.Level.INFO, "{0} has a password of its own; {1} is deleted", Accounts.FIRST, file);
        }
    }
}
