package io.winnow.app.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A reference to something that must not stand in a configuration file. It never shows what it refers to. */
public final class Secret {
    private final String source;
    private final Optional<Path> file;
    private final Source reader;

    private interface Source {
        Optional<String> read() throws IOException;
    }

    private Secret(String source, Optional<Path> file, Source reader) {
        this.source = source;
        this.file = file;
        this.reader = reader;
    }

    /** The content of a file without surrounding white space. */
    static Secret inFile(Path file) {
        return new Secret(
                "file " + file,
                Optional.of(file),
                () -> Optional.of(Files.readString(file).strip()));
    }

    /** The value of an environment variable. */
    static Secret inEnvironment(String variable, Map<String, String> environment) {
        return new Secret(
                "environment variable " + variable,
                Optional.empty(),
                () -> Optional.ofNullable(environment.get(variable)));
    }

    /**
     * The secret itself, read anew each time so that it can be changed while Winnow runs.
     *
     * @throws IOException when it cannot be read or is empty
     */
    public String reveal() throws IOException {
        return reader.read()
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> new IOException(source + " is not set or empty"));
    }

    /** The file that it is in, where it is in one. */
    public Optional<Path> file() {
        return file;
    }

    /** Where it is kept. */
    @Override
    public String toString() {
        return source;
    }
}
