package io.winnow.app.config;

import io.winnow.app.config.SiteConfiguration.Credentials;
import java.util.Optional;

/** Reads who enters somewhere: a name, and a reference to a password. */
final class CredentialsReader {
    private final SecretReader secrets;

    CredentialsReader(SecretReader secrets) {
        this.secrets = secrets;
    }

    /**
     * The keys {@code username}, {@code passwordFile} and {@code passwordEnvironment} of a section.
     *
     * @param name of the section, for messages
     */
    Optional<Credentials> read(Section section, String name) {
        Optional<String> username = section.optionalText("username", "text", text -> text);
        Optional<Secret> password = secrets.read(section, name, "password");
        if (username.isPresent() && password.isEmpty()) {
            section.problem("username", "needs %1$s.passwordFile or %1$s.passwordEnvironment".formatted(name));
        }
        if (username.isEmpty() && password.isPresent()) {
            section.problem(
                    section.has("passwordFile") ? "passwordFile" : "passwordEnvironment",
                    "needs %s.username".formatted(name));
        }
        return username.flatMap(given -> password.map(secret -> new Credentials(given, secret)));
    }
}
