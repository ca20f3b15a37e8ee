package io.winnow.app;

import io.quarkus.credentials.CredentialsProvider;
import io.winnow.adapter.cli.UsageException;
import io.winnow.adapter.storage.DatabaseServerCheck;
import io.winnow.adapter.storage.DatabaseServerCheck.Login;
import io.winnow.app.config.SiteConfiguration;
import io.winnow.app.config.SiteConfiguration.DatabaseServer;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** The framework's settings for the database that a configuration names. */
@Singleton
@Named(DatabaseServers.CREDENTIALS)
public class DatabaseServers implements CredentialsProvider {
    static final String CREDENTIALS = "database-server";

    private static final String SOURCE = "quarkus.datasource.fleet.";

    /** Switches from the file to the server where one is configured; to be called before the framework starts. */
    static void use(SiteConfiguration.Storage storage) {
        String server = Boolean.toString(storage.database().isPresent());
        String file = Boolean.toString(storage.database().isEmpty());
        System.setProperty("quarkus.datasource.active", file);
        System.setProperty("quarkus.flyway.active", file);
        System.setProperty(SOURCE + "active", server);
        System.setProperty("quarkus.flyway.fleet.active", server);
        storage.database().ifPresent(database -> {
            System.setProperty(SOURCE + "jdbc.url", DatabaseServerCheck.jdbcUrl(database.uri()));
            if (database.credentials().isPresent()) {
                System.setProperty(SOURCE + "credentials-provider", CREDENTIALS);
                System.setProperty(SOURCE + "credentials-provider-name", CREDENTIALS);
            }
        });
    }

    /** Read anew for each connection, so that a password can be changed while Winnow runs. */
    @Override
    public Map<String, String> getCredentials(String provider) {
        Optional<Login> login = ServiceSettings.configuration()
                .site()
                .storage()
                .database()
                .flatMap(database -> {
                    try {
                        return login(database);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        return login.map(given -> Map.of(USER_PROPERTY_NAME, given.name(), PASSWORD_PROPERTY_NAME, given.password()))
                .orElse(Map.of());
    }

    private static Optional<Login> login(DatabaseServer database) throws IOException {
        if (database.credentials().isEmpty()) {
            return Optional.empty();
        }
        SiteConfiguration.Credentials given = database.credentials().get();
        return Optional.of(new Login(given.username(), given.password().reveal()));
    }

    /** Who enters there. */
    static Optional<Login> requireLogin(DatabaseServer database) {
        try {
            return login(database);
        } catch (IOException e) {
            throw UsageException.because(e);
        }
    }
}
