package io.winnow.app;

import io.winnow.adapter.cli.UsageException;
import io.winnow.adapter.passwords.Argon2PasswordHasher;
import io.winnow.adapter.storage.Database;
import io.winnow.adapter.storage.DatabaseServerCheck;
import io.winnow.adapter.storage.Dialect;
import io.winnow.adapter.storage.SqlAccountStore;
import io.winnow.adapter.storage.SqlAuditLog;
import io.winnow.adapter.storage.SqlSessionStore;
import io.winnow.app.config.SiteConfiguration;
import io.winnow.core.access.Accounts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
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
        Database database = database(Configurations.read(configuration).site().storage());
        return new Accounts(
                new SqlAccountStore(database),
                new SqlSessionStore(database),
                new Argon2PasswordHasher(),
                new SqlAuditLog(database),
                database,
                Clock.systemUTC());
    }

    static Database database(SiteConfiguration.Storage storage) {
        if (storage.database().isPresent()) {
            SiteConfiguration.DatabaseServer server = storage.database().get();
            return new Database(
                    DatabaseServerCheck.source(server.uri(), DatabaseServers.requireLogin(server)),
                    Dialect.POSTGRESQL,
                    Optional.empty());
        }
        Path file = storage.directory().resolve("winnow.db");
        if (!Files.isRegularFile(file)) {
            throw new UsageException(
                    "there is no database %s yet: start the service once with winnow serve".formatted(file));
        }
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file + "?journal_mode=WAL&synchronous=FULL&busy_timeout=5000&foreign_keys=on");
        return new Database(source);
    }
}
