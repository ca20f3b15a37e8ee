package io.winnow.adapter.report;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.winnow.adapter.dataset.ImageIoFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report in the system's Chromium, {@code /usr/bin/chromium} unless {@code WINNOW_CHROMIUM} names another. */
class HtmlPageIT {
    private final Path report;

    HtmlPageIT(@TempDir Path folder) throws IOException {
        report = folder.resolve("report.html");
        new FileStudyReports(new ImageIoFiles()).html(Studies.of(folder), report);
    }

    @Test
    void page_drawsTablesChartsAndPicturesAndFollowsItsControls() {
        List<String> complaints = new ArrayList<>();
        List<String> requests = new ArrayList<>();
        try (Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")))) {
            Page page = browser(playwright).newPage();
            page.onPageError(complaints::add);
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    complaints.add(message.text());
                }
            });
            page.onRequest(request -> requests.add(request.url()));
            page.navigate(report.toUri().toString());

            // Clean 1, polluted 0.8, refined 0.95, each less 0.015 on the mean of two seeds.
            assertThat(page.locator("#headline tbody tr").first())
                    .containsText(Pattern.compile("bank.*0\\.985.*0\\.785.*sroc.*0\\.935.*75 %"));
            assertThat(page.locator("#pollution svg")).hasCount(1);
            assertThat(page.locator("#refinement .chart svg")).hasCount(1);
            assertThat(page.locator("#boxes .chart svg")).hasCount(9);
            assertThat(page.locator("#gallery canvas")).hasCount(4);
            assertThat(page.locator("#pools img")).hasCount(4);

            page.locator("select[data-control=metric]").selectOption("pl30");
            assertThat(page.locator(".metric-title").first()).hasText("PL");
            assertThat(page.locator("#headline-text")).containsText("PL with a clean pool");
        }
        assertThat(complaints).isEmpty();
        assertThat(requests).allMatch(url -> url.startsWith("file:") || url.startsWith("data:"));
    }

    private static Browser browser(Playwright playwright) {
        return playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(
                                Path.of(System.getenv().getOrDefault("WINNOW_CHROMIUM", "/usr/bin/chromium")))
                        .setArgs(List.of("--headless", "--no-sandbox", "--disable-gpu")));
    }
}
