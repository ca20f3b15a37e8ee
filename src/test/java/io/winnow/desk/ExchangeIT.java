package io.winnow.desk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.inspection.Inspection;
import io.winnow.desk.PartPainter.Part;
import io.winnow.testing.RestClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Figures over time, export and import in a real Chromium against the packaged service. The tests build on each other. */
@Tag("native")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ExchangeIT {
    private static final int FRAMES = 120;
    private static final int LABELLED = 100;
    /** From one frame to the next: five days in all. */
    private static final int STEP_SECONDS = 3_600;
    /** Morning of the first day of a week that is over a week ago, and younger than retention deletes. */
    private static final Instant MONDAY = LocalDate.now(ZoneOffset.UTC)
            .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
            .minusWeeks(2)
            .atTime(6, 0)
            .toInstant(ZoneOffset.UTC);

    private static final String STATION = "/api/v1/stations/press-1";
    private static final Part[] DEFECTS = {Part.SCRATCH, Part.DENT, Part.CRACK};

    private static DeskBrowser browser;
    private static SeededDesk service;
    private static RestClient client;
    private static byte[] exported = {};

    private DeskPage desk;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Map<Part, List<EncodedImage>> pictures = SeededDesk.pictures();
        List<Inspection> inspections = new ArrayList<>();
        for (int i = 0; i < FRAMES; i++) {
            boolean defect = defective(i);
            Part part = defect ? DEFECTS[i % DEFECTS.length] : Part.GOOD;
            double score = defect ? (i % 12 == 0 ? 0.7 : 1.4) : i % 17 == 0 ? 1.1 : 0.3 + 0.002 * i;
            inspections.add(SeededDesk.inspection(MONDAY, 1 + i * STEP_SECONDS, part, score, pictures));
        }
        service = SeededDesk.start(folder, inspections, pictures);
        client = service.client();
        for (int i = 0; i < LABELLED; i++) {
            label(i);
        }
        browser = new DeskBrowser();
    }

    private static boolean defective(int frame) {
        return frame % 3 == 0;
    }

    private static String id(int frame) {
        return "%08d".formatted(1 + frame * STEP_SECONDS);
    }

    private static void label(int frame) throws Exception {
        Part part = DEFECTS[frame % DEFECTS.length];
        String type = List.of("scratch", "good", "a/b").get(frame / 3 % 3);
        String label = defective(frame)
                ? "{\"verdict\":\"defect\",\"defectType\":\"%s\",\"regions\":[{\"left\":%s,\"top\":%s,\"right\":%s,\"bottom\":%s}]}"
                        .formatted(
                                type,
                                part.x - part.halfWidth,
                                part.y - part.halfHeight,
                                part.x + part.halfWidth,
                                part.y + part.halfHeight)
                : "{\"verdict\":\"normal\"}";
        assertThat(client.json("PUT", "/api/v1/inspections/" + id(frame) + "/label", label)
                        .status())
                .isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        browser.close();
        service.close();
    }

    @BeforeEach
    void open() {
        desk = browser.open(service.url() + "/", "en-GB", ColorScheme.LIGHT, service.login());
    }

    @AfterEach
    void close() {
        desk.close();
        assertThat(desk.complaints()).as("complaints in the browser's console").isEmpty();
    }

    private void open(String language, ColorScheme colours) {
        desk.close();
        desk = browser.open(service.url() + "/", language, colours, service.login());
        desk.open("quality", "press-1");
    }

    private Locator find(String selector) {
        return desk.page().locator(selector);
    }

    @Test
    @Order(1)
    void figuresOverTime_showIntervalsCountsAndGaps() throws Exception {
        open("en-GB", ColorScheme.LIGHT);
        desk.button("24 hours").click();
        assertThat(find(".over-time")).containsText("No model has decided anything in this time");

        desk.button("All").first().click();
        assertThat(find("[data-chart] canvas")).hasCount(4);
        desk.button("Day").click();

        assertThat(find("[data-chart='image_aupr'] .time-chart-plot"))
                .hasAttribute(
                        "aria-label",
                        Pattern.compile("AUPR: last [\\d.]+, 95% between .* from \\d+ labels; 4 of 6 points.*"));
        find(".time-table summary").click();
        assertThat(find(".time-table tbody tr")).hasCount(6);
        assertThat(find(".time-table tbody tr").last()).containsText("Not enough labels n = 0");
        assertThat(find(".by-type tbody tr")).hasCount(3);
        assertThat(find(".by-type tbody tr").first()).containsText("n = ");
        look("quality-over-time");

        JsonNode one = client.get(STATION
                        + "/metrics/history?bin=week&from=%s&to=%s"
                                .formatted(MONDAY.minus(Duration.ofHours(6)), MONDAY.plus(Duration.ofDays(6))))
                .json();
        JsonNode live = client.get(STATION + "/metrics?window=10000").json();
        assertThat(one.path("items")).hasSize(1);
        one.path("items").get(0).path("figures").forEach(figure -> live.path("figures")
                .forEach(other -> {
                    if (figure.path("name").equals(other.path("name"))) {
                        assertThat(figure.path("value"))
                                .as(figure.path("name").asText())
                                .isEqualTo(other.path("value"));
                        assertThat(figure.path("low")).isEqualTo(other.path("low"));
                    }
                }));
    }

    @Test
    @Order(2)
    void badQuestions_areProblemsThatNameValueAndRule() throws Exception {
        open("en-GB", ColorScheme.LIGHT);
        for (Map.Entry<String, String> each : Map.of(
                        "/metrics/history?bin=minute", "bin = 'minute' must be auto, hour, shift, day or week",
                        "/metrics/history?from=yesterday", "from = 'yesterday' must be an ISO 8601 time",
                        "/metrics/history?zone=Mars/Base", "zone = 'Mars/Base' must be a time zone",
                        "/metrics/history?by=weather", "by = 'weather' must be time or type",
                        "/metrics/history?bin=hour&from=2026-01-01T00:00:00Z", "gives more than 400 bins",
                        "/export?format=xml", "format = 'xml' must be mvtec, coco or csv",
                        "/export?format=mvtec&images=false", "a tree is made of images",
                        "/export?format=csv&frames=some", "frames = 'some' must be labelled or all",
                        "/export/size?from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z", "must be before")
                .entrySet()) {
            RestClient.Answer answer = client.get(STATION + each.getKey());
            assertThat(answer.status()).as(each.getKey()).isEqualTo(400);
            assertThat(answer.contentType()).startsWith("application/problem+json");
            assertThat(answer.json().path("detail").asText()).contains(each.getValue());
        }
        assertThat(client.get("/api/v1/imports/nothing").status()).isEqualTo(404);
        assertThat(client.json("POST", STATION + "/imports", "{}")
                        .json()
                        .path("detail")
                        .asText())
                .contains("name '' must have 1 to 200 characters");
    }

    @Test
    @Order(3)
    void export_mvtecTree_isDownloadedAndComplete() throws Exception {
        open("en-GB", ColorScheme.DARK);
        Locator button = find(".export a.button");
        assertThat(button).hasText("Export 100 frames");

        Download download = desk.page().waitForDownload(button::click);

        exported = Files.readAllBytes(download.path());
        assertThat(download.suggestedFilename()).matches("press-1-mvtec-\\d{8}-\\d{6}\\.zip");
        assertThat(find(".export .exchange-done")).hasText("Export finished: 100 frames.");
        Set<String> folders = new TreeSet<>();
        int files = 0;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(exported))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files++;
                folders.add(entry.getName().replaceAll("/?[^/]+$", ""));
            }
        }
        assertThat(folders)
                .containsExactlyInAnyOrder(
                        "",
                        "train/good",
                        "test/good",
                        "test/scratch",
                        "test/good_",
                        "test/a_b",
                        "ground_truth/scratch",
                        "ground_truth/good_",
                        "ground_truth/a_b");
        assertThat(files).isEqualTo(100 + 34 + 1);
        look("exchange-exported-dark");
    }

    private void choose(String name, byte[] file) {
        find(".import input[type=file]").setInputFiles(new FilePayload(name, "application/zip", file));
    }

    private Locator count(String name) {
        return find("[data-count='" + name + "'] dd");
    }

    @Test
    @Order(4)
    void import_showsWhatWouldChange_asksAboutConflicts_andIsUndone() throws Exception {
        assertThat(client.json("PUT", "/api/v1/inspections/" + id(0) + "/label", "{\"verdict\":\"normal\"}")
                        .status())
                .isEqualTo(200);
        for (int i = 1; i <= 5; i++) {
            client.delete("/api/v1/inspections/" + id(i) + "/label");
        }
        open("de-DE", ColorScheme.LIGHT);

        choose("press-1-mvtec.zip", exported);

        assertThat(count("labels")).hasText("5");
        assertThat(count("conflicts")).hasText("1");
        assertThat(count("same")).hasText("94");
        assertThat(count("newFrames")).hasText("0");
        assertThat(find(".conflicts tbody tr")).hasCount(1);
        look("exchange-plan-de");
        assertThat(label(id(0), "verdict")).isEqualTo("normal");
        find(".conflicts input[value=replace]").check();
        desk.button("Anwenden").click();
        assertThat(find(".import-applied")).containsText("0 neue Bilder, 6 Labels");
        assertThat(label(id(0), "verdict")).isEqualTo("defect");
        assertThat(label(id(3), "defectType")).isEqualTo("good");

        desk.button("Diesen Import zurücknehmen …").first().click();
        desk.button("Ja, zurücknehmen").click();
        assertThat(find(".import .exchange-done")).containsText("Zurückgenommen: 6 Labels und 0 Bilder");
        assertThat(label(id(0), "verdict")).isEqualTo("normal");
        assertThat(label(id(3), "verdict")).isEmpty();
        look("exchange-undone-de");
    }

    private static String label(String inspection, String field) throws IOException, InterruptedException {
        return client.get("/api/v1/inspections/" + inspection)
                .json()
                .path("label")
                .path(field)
                .asText("");
    }

    @Test
    @Order(5)
    void import_newFramesAndRefusedOnes_onASmallPanel() throws Exception {
        open("en-GB", ColorScheme.LIGHT);
        desk.page().setViewportSize(1024, 768);
        choose("notes.txt", "hello\nworld\n".getBytes(StandardCharsets.UTF_8));
        assertThat(find(".import .problem-note")).containsText("one must be frame_id, sha256 or file");

        String table = "frame_id,label\nframe-1,normal\nnobody,normal\nframe-3601,perhaps\n";
        choose("labels.csv", table.getBytes(StandardCharsets.UTF_8));

        assertThat(count("refused")).hasText("2");
        assertThat(find(".refused")).containsText("station press-1 has no frame 'nobody'");
        assertThat(find(".refused")).containsText("label 'perhaps' must be normal, defect, unsure or empty");
        find(".import-plan").scrollIntoViewIfNeeded();
        look("exchange-refused-small");
        desk.button("Discard").click();
        assertThat(desk.button("Choose a file …")).isVisible();
    }

    /** Keeps a picture of the panel that a test is about, and lets axe-core judge the page. */
    private void look(String name) throws IOException {
        Locator panel = find(name.startsWith("quality") ? ".over-time" : ".exchange");
        panel.screenshot(new Locator.ScreenshotOptions().setPath(Path.of("target/screenshots", name + ".png")));
        try (InputStream script = ExchangeIT.class.getResourceAsStream("/axe-core/axe.min.js")) {
            desk.page().evaluate(new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8));
        }
        Object violations = desk.page()
                .evaluate(
                        "async () => (await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}))"
                                + ".violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target} ${n.failureSummary}`)).join('\\n')");
        assertThat(violations).as(name).isEqualTo("");
    }
}
