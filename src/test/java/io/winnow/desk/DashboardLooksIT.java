package io.winnow.desk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.winnow.desk.PartPainter.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every page by day and by night: WCAG A and AA as far as axe-core can tell, and a screenshot of each to look at. */
final class DashboardLooksIT {
    private static final String TOP = "line1-top";

    private static DeskBrowser browser;
    private static FakeService service;

    @BeforeAll
    static void start() {
        browser = new DeskBrowser();
        service = new FakeService();
        fill(service);
    }

    @AfterAll
    static void stop() {
        service.close();
        browser.close();
    }

    private static void fill(FakeService service) {
        FakeData data = service.data();
        data.addInspecting(TOP).put("counts", FakeData.counts(1874, 131, 3, 0));
        data.addInspecting("line1-bottom").put("counts", FakeData.counts(1869, 124, 2, 4));
        data.addCollecting("line2-side", 57);
        Random random = new Random(3);
        Part[] parts = Part.values();
        for (int i = 0; i < 130; i++) {
            data.inspect(TOP, random.nextInt(9) == 0 ? parts[1 + random.nextInt(5)] : Part.GOOD);
            data.inspect("line1-bottom", random.nextInt(12) == 0 ? parts[1 + random.nextInt(5)] : Part.GOOD);
        }
        for (int i = 0; i < 4; i++) {
            data.inspect("line2-side", Part.GOOD);
        }
        data.inspect(TOP, Part.SCRATCH);
        for (int i = 1; i <= 220; i++) {
            label(data, "insp-" + i);
        }
        data.figures(
                FakeData.figure("pl30", .812, .11, 14, null),
                FakeData.figure("image_aupr", .941, .04, 110, null),
                FakeData.figure("image_f1", .884, .05, 110, null),
                FakeData.figure("image_auroc", .978, .017, 110, null),
                FakeData.figure("pixel_auroc", null, 0, 6, "needs regions on 10 defective frames, there are 6"));
    }

    private static void label(FakeData data, String inspection) {
        boolean good = data.part(inspection) == Part.GOOD;
        data.label(
                inspection,
                new JsonObject()
                        .put("verdict", good ? "normal" : "defect")
                        .put("defectType", (Object) null)
                        .put("regions", new JsonArray())
                        .put("labelledBy", "operator")
                        .put("labelledAt", Instant.now().toString()));
    }

    private static void touch(String station) {
        service.update(
                station, new JsonObject().put("lastFrameAt", Instant.now().toString()));
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void pages_inBothColourSchemes_areAccessible(ColorScheme colours) {
        String suffix = colours == ColorScheme.DARK ? "-dark" : "";
        try (DeskPage desk = browser.open(service.url(), colours == ColorScheme.DARK ? "de-DE" : "en-GB", colours)) {
            for (String station : List.of(TOP, "line1-bottom", "line2-side")) {
                touch(station);
            }
            desk.open("live", null);
            assertThat(desk.andon(TOP)).hasAttribute("data-verdict", "reject");
            assertThat(desk.tile("line1-bottom").locator(".frame-image")).isVisible();
            check(desk, "live" + suffix);

            desk.open("review", TOP).awaitEditor();
            desk.press("a");
            desk.press("1");
            assertThat(desk.regions()).hasCount(1);
            check(desk, "review" + suffix);
            desk.press("?");
            assertThat(desk.page().locator("dialog[open]")).isVisible();
            check(desk, "help" + suffix);
            desk.press("Escape");

            desk.open("training", TOP);
            assertThat(desk.page().locator(".dropped")).hasCount(20);
            check(desk, "training" + suffix);
            service.pushJob(FakeData.job(TOP, "running", "score pool", 42, 25));
            assertThat(desk.page().locator(".job")).isVisible();
            check(desk, "training-running" + suffix);
            service.pushJob(FakeData.job(TOP, "cancelled", "score pool", 42, null));

            desk.open("models", TOP);
            assertThat(desk.page().locator("[data-figure]")).hasCount(4);
            assertThat(desk.page().locator(".pair")).hasCount(2);
            desk.page().locator("[data-version='v9'] summary").first().click();
            assertThat(desk.page().locator(".manifest")).isVisible();
            check(desk, "models" + suffix);

            desk.open("quality", TOP);
            assertThat(desk.page().locator(".quality-card")).hasCount(5);
            assertThat(desk.page().locator(".what-if-sentence")).isVisible();
            desk.page().locator(".threshold-slider input").press("PageUp");
            desk.page().locator(".threshold-apply").click();
            assertThat(desk.page().locator(".confirm")).isVisible();
            check(desk, "quality" + suffix);

            service.dropLive(true);
            assertThat(desk.page().locator(".banner")).isVisible();
            check(desk, "lost" + suffix);
            service.dropLive(false);
            assertThat(desk.complaints()).isEmpty();
        }
    }

    private static void check(DeskPage desk, String name) {
        desk.screenshot(name);
        desk.page().evaluate(axe());
        Object violations = desk.page()
                .evaluate(
                        "async () => (await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}))"
                                + ".violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target} ${n.failureSummary}`)).join('\\n')");
        assertThat(violations).as(name).isEqualTo("");
    }

    private static String axe() {
        try (InputStream script = DashboardLooksIT.class.getResourceAsStream("/axe-core/axe.min.js")) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
