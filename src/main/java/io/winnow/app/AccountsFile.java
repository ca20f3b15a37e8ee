package io.winnow.app;

import io.winnow.adapter.cli.UsageException;
import io.winnow.adapter.passwords.Argon2PasswordHasher;
import io.winnow.adapter.storage.Database;
import io.winnow.adapter.storage.SqlAccountStore;
import io.winnow.adapter.storage.SqlAuditLog;
import io.winnow.adapter.storage.SqlSessionStore;
import io.winnow.core.access.Accounts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.sqlite.SQLiteDataSource;

/** Opens the accounts of a service from outside, beside the service where it runs. */
final class AccountsFile {
    private AccountsFile() {}

    /**
     * The accounts of the service with that configuration.
     *
     * @throws UsageException when it was never started there
     */
    static Accounts open(Path configuration) {
        Path file =
                Configurations.read(configuration).site().storage().directory().resolve("winnow.db");
        if (!Files.isRegularFile(file)) {
            throw new UsageException(
                    "there is no database %s yet: start the service once with winnow serve".formatted(file));
        }
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file + "?journal_mode=WAL&synchronous=FULL&busy_timeout=5000&foreign_keys=on");
        Database database = new Database(source);
        return new Accounts(
                new SqlAccountStore(database),
                new SqlSessionStore(database),
                new Argon2PasswordHasher(),
                new SqlAuditLog(database),
                database,
                Clock.systemUTC());
    }
}
