package io.winnow.adapter.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where commands that talk to a running service take the token from that lets them in: never from the command line, which others can see. */
final class AccessToken {
    private static final String VARIABLE = "WINNOW_TOKEN";

    private AccessToken() {}

    /** @throws UsageException when there is none */
    static String read(@Nullable Path file, Map<String, String> environment) {
        String token = file == null ? environment.getOrDefault(VARIABLE, "") : content(file);
        if (token.isBlank()) {
            throw new UsageException(
                    "no token: make one on the dashboard's Users page, then name its file with --token-file or set "
                            + VARIABLE);
        }
        return token.strip();
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UsageException("token file %s cannot be read".formatted(file), e);
        }
    }
}
