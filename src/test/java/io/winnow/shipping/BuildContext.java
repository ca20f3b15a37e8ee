package io.winnow.shipping;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What of the checkout an engine is given to build from: all that {@code .dockerignore} leaves. */
final class BuildContext {
    private static final Path ROOT = Path.of("").toAbsolutePath();

    private final List<String> rules;

    BuildContext() throws IOException {
        rules = Files.readAllLines(ROOT.resolve(".dockerignore")).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    /** Whether a file or folder is handed over, itself or something in it. */
    boolean holds(String path) throws IOException {
        Path source = ROOT.resolve(path);
        if (Files.isRegularFile(source)) {
            return !excluded(path);
        }
        if (!Files.isDirectory(source)) {
            return false;
        }
        try (var files = Files.walk(source)) {
            return files.filter(Files::isRegularFile)
                    .anyMatch(file -> !excluded(ROOT.relativize(file).toString()));
        }
    }

    /** The last rule that fits the path, or a folder above it, decides. */
    boolean excluded(String path) {
        boolean excluded = false;
        for (String rule : rules) {
            boolean exception = rule.startsWith("!");
            if (fits(exception ? rule.substring(1) : rule, Path.of(path))) {
                excluded = !exception;
            }
        }
        return excluded;
    }

    private static boolean fits(String pattern, Path path) {
        var matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        for (int names = 1; names <= path.getNameCount(); names++) {
            if (matcher.matches(path.subpath(0, names))) {
                return true;
            }
        }
        return false;
    }
}
