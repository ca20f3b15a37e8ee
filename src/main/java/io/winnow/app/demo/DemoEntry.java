package io.winnow.app.demo;

import io.winnow.app.OwnersFile;
import io.winnow.core.access.Accounts;
import io.winnow.core.access.ApiTokens;
import io.winnow.core.access.Caller;
import io.winnow.core.access.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;

/**
 * Lets people and the simulated operator into the demonstration: an account whose password stays the same from start to start, and a
 * token for each of the two programs that take part. Filled before the service is up, read afterwards.
 */
final class DemoEntry implements BiConsumer<Accounts, ApiTokens> {
    static final String ACCOUNT = "demo";
    static final String FILE = "password";

    private static final Caller BY = Caller.system("winnow demo");

    private final Path file;
    private volatile String password = "";
    private volatile String operatorToken = "";
    private volatile String narratorToken = "";

    /** @param folder of the demonstration */
    DemoEntry(Path folder) {
        this.file = folder.resolve(FILE);
    }

    @Override
    public void accept(Accounts accounts, ApiTokens tokens) {
        try {
            password = password(accounts);
        } catch (IOException e) {
            throw new UncheckedIOException("file %s: %s".formatted(file, e.getMessage()), e);
        }
        operatorToken = tokens.renew(BY, "simulated operator", Role.OPERATOR).secret();
        narratorToken = tokens.renew(BY, "demonstration", Role.ENGINEER).secret();
    }

    private String password(Accounts accounts) throws IOException {
        boolean known = accounts.find(ACCOUNT).isPresent();
        if (known && Files.exists(file)) {
            return Files.readString(file).strip();
        }
        String made = known ? accounts.resetPassword(BY, ACCOUNT) : accounts.add(BY, ACCOUNT, Role.ADMIN);
        accounts.keepPassword(BY, ACCOUNT);
        OwnersFile.write(file, made + System.lineSeparator());
        return made;
    }

    String password() {
        return password;
    }

    String operatorToken() {
        return operatorToken;
    }

    String narratorToken() {
        return narratorToken;
    }
}
