package io.winnow.app.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Reads where secrets are found: in a file or in a variable of the environment. The secrets themselves never stand in a configuration. */
final class SecretReader {
    private final Path base;
    private final Map<String, String> environment;

    /**
     * @param base what relative paths start from
     */
    SecretReader(Path base, Map<String, String> environment) {
        this.base = base;
        this.environment = environment;
    }

    /**
     * The keys {@code <secret>File} and {@code <secret>Environment} of a section, of which one may be given.
     *
     * @param name of the section, for messages
     */
    Optional<Secret> read(Section section, String name, String secret) {
        String fileKey = secret + "File";
        String variableKey = secret + "Environment";
        Optional<Secret> file = section.optionalText(fileKey, "a path", path -> Secret.inFile(base.resolve(path)));
        Optional<Secret> variable = section.optionalText(
                variableKey,
                "the name of an environment variable",
                variableName -> Secret.inEnvironment(variableName, environment));
        requireReadable(section, fileKey, file);
        requireReadable(section, variableKey, variable);
        if (file.isPresent() && variable.isPresent()) {
            section.problem(variableKey, "contradicts %s.%s; give one of the two".formatted(name, fileKey));
        }
        return file.or(() -> variable);
    }

    private static void requireReadable(Section section, String key, Optional<Secret> secret) {
        secret.ifPresent(found -> {
            try {
                found.reveal();
            } catch (IOException e) {
                section.problem(key, "cannot be read, or is empty (%s)".formatted(found));
            }
        });
    }
}
