package io.winnow.testing;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reference data, real backbones and real images that are not part of this repository. They are found through the environment
 * variable {@code WINNOW_SHARED}, a folder with {@code goldens/}, {@code models/} and {@code data/}.
 */
public final class Shared {
    private static final @Nullable String FOLDER = System.getenv("WINNOW_SHARED");

    private Shared() {}

    /** A file below {@code goldens/}; skips the test where the variable is unset, fails where the file is missing. */
    public static Path golden(String name) {
        return find("goldens/" + name);
    }

    /** A file below {@code models/}, on the same terms. */
    public static Path model(String name) {
        return find("models/" + name);
    }

    /** A folder below {@code data/}, on the same terms. */
    public static Path data(String name) {
        return find("data/" + name);
    }

    private static Path find(String relative) {
        assumeTrue(FOLDER != null, "WINNOW_SHARED is not set");
        Path path = Path.of(FOLDER, relative.split("/"));
        return Files.exists(path) ? path : fail("WINNOW_SHARED is set, but " + path + " does not exist");
    }
}
