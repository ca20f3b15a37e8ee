package io.winnow.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Browsers keep the dashboard's files until the page names others, so the page must name every one. */
class DashboardFilesTest {
    private static final Path ROOT = Path.of("src/main/resources/META-INF/resources");
    /** The page of the login asks for it at every visit. */
    private static final String LOGIN = "/js/login.js";

    @Test
    void index_namesEveryFile() throws IOException {
        String index = Files.readString(ROOT.resolve("index.html"));
        try (Stream<Path> files = Stream.of("js", "css", "i18n", "vendor").flatMap(DashboardFilesTest::below)) {
            List<String> unnamed = files.map(file -> "/" + ROOT.relativize(file))
                    .filter(file -> !file.contains("LICENSE") && !file.equals(LOGIN))
                    .filter(file -> !index.contains("\"" + file + "\""))
                    .toList();

            assertThat(unnamed).isEmpty();
        }
    }

    /** What they name in turn must lie below the folder that the page gave them, too. */
    @Test
    void files_nameOthersFromWhereTheyAre() throws IOException {
        try (Stream<Path> files = Stream.of("js", "css", "i18n", "vendor").flatMap(DashboardFilesTest::below)) {
            for (Path file : files.filter(each -> each.toString().matches(".*\\.(js|css)"))
                    .toList()) {
                assertThat(Files.readString(file))
                        .as(file.toString())
                        .doesNotContainPattern(
                                "(from\\s*|import\\s*\\(?|url\\(|src\\s*=\\s*)['\"]?/(js|css|i18n|vendor)/");
            }
        }
    }

    private static Stream<Path> below(String folder) {
        try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
            return files.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
