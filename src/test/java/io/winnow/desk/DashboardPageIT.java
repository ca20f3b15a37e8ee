package io.winnow.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.testing.RestClient;
import io.winnow.testing.RestClient.Answer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** How the packaged service hands the dashboard out, so that browsers keep what does not change and miss nothing that does. */
@Tag("native")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardPageIT {
    private static final Pattern MODULE = Pattern.compile("src=\"(/assets/([0-9a-f]{16})/js/main\\.js)\"");
    private static final String FOREVER = "public, max-age=31536000, immutable";

    private final RunningService service;
    private final RestClient operator;
    private final RestClient stranger;

    DashboardPageIT(@TempDir Path folder) throws IOException {
        service = new RunningService(folder, List.of("press"), 24, Optional.empty());
        operator = new RestClient(URI.create(service.url()), service.login());
        stranger = new RestClient(URI.create(service.url()));
    }

    @AfterAll
    void stop() throws IOException {
        service.close();
    }

    private static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static String caching(Answer answer) {
        return answer.headers().firstValue("Cache-Control").orElse("not said");
    }

    @Test
    void page_namesFilesThatAreKeptForever() throws Exception {
        Answer page = operator.get("/");

        assertThat(page.status()).isEqualTo(200);
        assertThat(caching(page)).isEqualTo("no-cache");
        assertThat(page.contentType()).isEqualTo("text/html;charset=UTF-8");
        assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(text(page)).doesNotContainPattern("\"/(js|css|i18n|vendor)/");
        Matcher module = MODULE.matcher(text(page));
        assertThat(module.find()).isTrue();
        Answer kept = stranger.get(module.group(1));
        assertThat(kept.status()).isEqualTo(200);
        assertThat(caching(kept)).isEqualTo(FOREVER);
        assertThat(kept.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).contains("javascript"));
        Answer asked = stranger.get("/js/main.js");
        assertThat(caching(asked)).isEqualTo("no-cache");
        assertThat(kept.body()).isEqualTo(asked.body());
    }

    @Test
    void page_byItsName_isTheSame() throws Exception {
        Answer named = operator.get("/index.html");

        assertThat(caching(named)).isEqualTo("no-cache");
        assertThat(text(named)).isEqualTo(text(operator.get("/")));
    }

    @Test
    void page_unchanged_isNotSentAgain() throws Exception {
        String tag = operator.get("/").headers().firstValue("ETag").orElseThrow();

        Answer again = operator.get("/", "If-None-Match", tag);

        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void folderOfAnotherVersion_hasTheFilesOfThisOne_notKept() throws Exception {
        Answer file = stranger.get("/assets/0123456789abcdef/js/main.js");

        assertThat(file.status()).isEqualTo(200);
        assertThat(caching(file)).isEqualTo("no-cache");
    }

    @Test
    void folder_leadsNowhereElse() throws Exception {
        operator.get("/");

        for (String path : List.of(
                "/assets/0123456789abcdef/api/v1/stations",
                "/assets/0123456789abcdef/q/metrics",
                "/assets/0123456789abcdef/js/../q/metrics",
                "/assets/0123456789abcdef/js/%2e%2e/%2e%2e/api/v1/stations",
                "/assets/x/js/main.js",
                "/assets/0123456789abcdef/js/nothing.js")) {
            assertThat(stranger.get(path).status()).as(path).isIn(401, 404);
        }
    }

    @Test
    void page_ofAStranger_isTheLogin() throws Exception {
        Answer answer = stranger.get("/", "Accept", "text/html");

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).contains("/login.html"));
    }
}
