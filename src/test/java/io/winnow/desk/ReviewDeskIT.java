package io.winnow.desk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.inspection.Inspection;
import io.winnow.desk.PartPainter.Part;
import io.winnow.testing.Await;
import io.winnow.testing.Login;
import io.winnow.testing.RestClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Reviewing and labelling in a real Chromium against the packaged service over a store of frames that wait for review. */
@Tag("native")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ReviewDeskIT {
    private static final int GREY = 6;
    private static final int AUDITS = 90;
    private static final int REJECTS = 60;
    private static final int LABELS = 100;
    private static final String QUEUE = "/api/v1/stations/press-1/review-queue?limit=200";
    private static final Part[] DEFECTS = {Part.SCRATCH, Part.DENT, Part.CRACK, Part.STAIN, Part.MISSING};

    private static DeskBrowser browser;
    private static SeededDesk service;
    private static RestClient client;

    private DeskPage desk;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Map<Part, List<EncodedImage>> pictures = SeededDesk.pictures();
        List<Inspection> inspections = new ArrayList<>();
        for (int number = 1; number <= REJECTS; number++) {
            inspections.add(SeededDesk.inspection(
                    number, DEFECTS[number % DEFECTS.length], 1.3 + 0.01 * (number % 5), pictures));
        }
        for (int number = REJECTS + 1; number <= REJECTS + AUDITS; number++) {
            inspections.add(SeededDesk.inspection(number, Part.GOOD, 0.2 + 0.003 * number, pictures));
        }
        for (int number = REJECTS + AUDITS + 1; number <= REJECTS + AUDITS + GREY; number++) {
            inspections.add(SeededDesk.inspection(number, Part.STAIN, 0.9, pictures));
        }
        service = SeededDesk.start(folder, inspections, pictures);
        client = service.client();
        browser = new DeskBrowser();
    }

    @AfterAll
    static void stop() {
        browser.close();
        service.close();
    }

    @BeforeEach
    void open(TestInfo test) {
        desk = browser.open(service.url(), "en-GB", ColorScheme.LIGHT, service.login());
    }

    @AfterEach
    void close() {
        desk.close();
        assertThat(desk.complaints()).as("complaints in the browser's console").isEmpty();
    }

    private static JsonNode inspection(String id) throws Exception {
        return client.get("/api/v1/inspections/" + id).json();
    }

    private static JsonNode awaitInspection(String id, Predicate<JsonNode> condition) {
        return Await.until("inspection " + id, Duration.ofSeconds(20), () -> Optional.of(inspection(id))
                .filter(condition));
    }

    /** A missed defect is labelled first and joins the regression set then. */
    private static void awaitRegressionFrames(int count) {
        Await.until(count + " regression frames", Duration.ofSeconds(20), () -> Optional.of(
                        client.get("/api/v1/stations/press-1/regression").json().path("items"))
                .filter(items -> items.size() == count));
    }

    private static JsonNode awaitLabel(String id) {
        return awaitInspection(id, found -> found.path("label").isObject()).path("label");
    }

    private void review() {
        desk.open("review", "press-1").awaitEditor();
    }

    private void openFrame(int number) {
        desk.page().navigate(service.url() + "/#/review/press-1/%08d".formatted(number));
        assertThat(desk.currentRow()).hasAttribute("data-inspection", "%08d".formatted(number));
        desk.awaitEditor();
    }

    /** A key that is pressed while something is being saved does nothing: waits until the answer is in. */
    private void undo() {
        assertThat(desk.page().locator(".undo")).isEnabled();
        desk.press("u");
    }

    private static String id(int number) {
        return "%08d".formatted(number);
    }

    private static String put(String id, String body) throws Exception {
        RestClient.Answer answer = client.json("PUT", "/api/v1/inspections/" + id + "/label", body);
        return answer.status() + " " + new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    @Order(1)
    void queue_gradesOfDoubt_comeInOrderAndSayWhy() throws Exception {
        review();

        Locator rows = desk.page().locator(".row");
        assertThat(rows).hasCount(GREY + AUDITS + REJECTS);
        assertThat(rows.first()).containsText("Grey band");
        assertThat(rows.nth(GREY)).containsText("Random audit");
        assertThat(rows.nth(GREY + AUDITS)).containsText("Rejected");
        assertThat(desk.page().locator(".why-list")).containsText("Grey band");
        assertThat(client.get(QUEUE)
                        .json()
                        .path("items")
                        .get(0)
                        .path("why")
                        .get(0)
                        .asText())
                .isEqualTo("grey_band");
        desk.screenshot("desk-queue");
    }

    @Test
    @Order(2)
    void regions_paintedErasedAndDrawnWhileZoomed_areStoredAsTheyLook() throws Exception {
        openFrame(1);
        desk.press("b");
        desk.press("Escape");
        desk.press("r");
        Canvas canvas = new Canvas(desk.page());
        canvas.drag(.70, .70, .80, .70);
        assertThat(desk.page().locator(".region-list li")).hasCount(2);
        desk.press("e");
        canvas.drag(.45, .50, .55, .50);
        assertThat(desk.page().locator(".region-list li").first()).containsText("Painted");
        desk.press("p");
        canvas.click(.10, .10);
        canvas.click(.20, .10);
        canvas.click(.20, .22);
        canvas.click(.10, .10);
        assertThat(desk.page().locator(".region-list li")).hasCount(3);
        desk.press("1");
        desk.screenshot("desk-regions");
        desk.press("Escape");
        desk.press("b");
        desk.press("Backspace");
        desk.press("+");
        desk.press("+");
        desk.drawBox(.5, .3, .55, .36);
        assertThat(desk.page().locator(".region-list li")).hasCount(4);
        desk.press("d");

        JsonNode regions = awaitLabel(id(1)).path("regions");
        assertThat(regions).hasSize(4);
        JsonNode mask = regions.get(0).path("mask");
        assertThat(mask.path("height").asInt()).isEqualTo(PartPainter.HEIGHT);
        assertThat(pixels(mask)).as("the box less what was erased").isBetween(9_000L, 12_200L);
        assertThat(regions.get(1).path("mask").isObject()).isTrue();
        JsonNode ring = regions.get(2).path("polygon").get(0);
        assertThat(ring.size()).isEqualTo(3);
        assertThat(ring.get(2).get(1).asDouble()).isCloseTo(.22, Offset.offset(.01));
        assertThat(regions.get(3).path("left").asDouble()).isCloseTo(.5, Offset.offset(.01));
        assertThat(regions.get(3).path("bottom").asDouble()).isCloseTo(.36, Offset.offset(.01));
        undo();
        awaitInspection(id(1), found -> found.path("label").isNull());
    }

    private static long pixels(JsonNode mask) {
        return IntStream.range(0, mask.path("runs").size())
                .filter(i -> i % 2 == 1)
                .mapToLong(i -> mask.path("runs").get(i).asLong())
                .sum();
    }

    @Test
    @Order(3)
    void region_chosen_takesADefectTypeOfItsOwn() throws Exception {
        openFrame(2);
        desk.press("b");
        desk.press("2");
        assertThat(desk.page().locator(".region-list li")).containsText("Dent");
        desk.press("Escape");
        desk.press("t");
        desk.page().keyboard().type("weld spatter");
        desk.press("Enter");
        desk.press("d");

        JsonNode label = awaitLabel(id(2));
        assertThat(label.path("defectType").asText()).isEqualTo("weld spatter");
        assertThat(label.path("regions").get(0).path("defectType").asText()).isEqualTo("dent");
        assertThat(client.get("/api/v1/stations/press-1/defect-types").json().path("items"))
                .extracting(JsonNode::asText)
                .contains("weld spatter", "dent");
        undo();
        awaitInspection(id(2), found -> found.path("label").isNull());
    }

    @Test
    @Order(4)
    void lookAlikes_labelledTogether_areStoredAndTakenBackTogether() throws Exception {
        openFrame(5);
        desk.press("l");
        assertThat(desk.page().locator(".picked-count")).containsText("12 frames picked");
        desk.press("a");
        desk.screenshot("desk-look-alikes");
        desk.press("d");

        JsonNode label = awaitLabel(id(10));
        assertThat(label.path("verdict").asText()).isEqualTo("defect");
        assertThat(label.path("regions")).hasSize(1);
        assertThat(awaitLabel(id(60)).path("verdict").asText()).isEqualTo("defect");
        undo();
        awaitInspection(id(10), found -> found.path("label").isNull());
        assertThat(inspection(id(60)).path("label").isNull()).isTrue();
    }

    @Test
    @Order(5)
    void twoPeople_sameFrame_nobodyOverwritesAndBothSeeWhoWasQuicker() throws Exception {
        desk.close();
        desk = browser.open(service.url(), "en-GB", ColorScheme.LIGHT, person("ada"));
        try (DeskPage kim = browser.open(service.url(), "en-GB", ColorScheme.DARK, person("kim"))) {
            openFrame(3);
            desk.drawBox(.2, .3, .4, .5);
            kim.page().navigate(service.url() + "/#/review/press-1/" + id(3));
            kim.awaitEditor();
            assertThat(kim.page().locator(".look-note")).containsText("ada is looking at it");
            kim.screenshot("desk-look-dark");
            kim.press("n");
            awaitLabel(id(3));

            desk.press("d");

            assertThat(desk.page().locator(".conflict")).containsText("kim said: Normal");
            desk.screenshot("desk-conflict");
            assertThat(inspection(id(3)).path("label").path("labelledBy").asText())
                    .isEqualTo("kim");
            assertThat(desk.regions()).hasCount(1);
            desk.press("k");
            JsonNode label = awaitInspection(id(3), found -> found.path("label")
                            .path("labelledBy")
                            .asText()
                            .equals("ada"))
                    .path("label");
            assertThat(label.path("regions")).hasSize(1);
            client.delete("/api/v1/inspections/" + id(3) + "/label");
            assertThat(kim.complaints()).isEmpty();
        }
    }

    private static Login person(String name) {
        return Login.person(URI.create(service.url()), client, name, "operator");
    }

    @Test
    @Order(6)
    void twoPeople_openTheQueue_getDifferentFrames() {
        try (DeskPage kim = browser.open(service.url(), "de-DE", ColorScheme.LIGHT, service.login())) {
            review();
            String mine = desk.currentInspection();
            assertThat(desk.currentRow()).isVisible();
            Await.until("the look", Duration.ofSeconds(10), () -> Optional.of(
                            client.get(QUEUE).json().path("items").get(0))
                    .filter(first -> first.path("look").isObject()));

            kim.open("review", "press-1").awaitEditor();

            assertThat(kim.currentRow()).not().hasAttribute("data-inspection", mine);
            assertThat(kim.page().locator("[data-inspection='" + mine + "']")).containsText("sieht es gerade an");
            kim.screenshot("desk-queue-de");
        }
    }

    @Test
    @Order(7)
    void missedDefect_onAStoredFrame_isReachableByItsAddress() throws Exception {
        openFrame(REJECTS + 1);
        desk.press("m");

        awaitInspection(id(REJECTS + 1), found -> found.path("missedDefect").asBoolean());
        awaitRegressionFrames(1);
        undo();
        awaitInspection(id(REJECTS + 1), found -> found.path("label").isNull());
    }

    @Test
    @Order(8)
    void rest_impossibleRegions_areRefusedWithTheRule() throws Exception {
        String body = "{\"verdict\": \"defect\", \"regions\": [%s]}";
        assertThat(put(id(4), body.formatted("{\"polygon\": [[[0, 0], [0.5, 0.5]]]}")))
                .startsWith("400")
                .contains("at least 3");
        assertThat(put(id(4), body.formatted("{\"polygon\": [[[0, 0], [0.5, 0.5], [1, 1]]]}")))
                .startsWith("400")
                .contains("no area");
        assertThat(put(id(4), body.formatted("{\"polygon\": [[[0, 0], [1.5, 0], [0, 1]]]}")))
                .startsWith("400")
                .contains("inside the image");
        assertThat(put(id(4), body.formatted("{\"mask\": {\"height\": 2, \"width\": 2, \"runs\": [1, 3]}}")))
                .startsWith("400")
                .contains("does not fit");
        assertThat(put(id(4), "{\"verdict\": \"normal\", \"basedOn\": \"0123456789abcdef\"}"))
                .startsWith("409")
                .contains("conflicts");
        assertThat(inspection(id(4)).path("label").isNull()).isTrue();
    }

    @Test
    @Order(9)
    void unsure_frame_goesToTheEndForSomebodyElse() throws Exception {
        review();
        String id = desk.currentInspection();
        desk.press("s");
        assertThat(desk.currentRow()).not().hasAttribute("data-inspection", id);

        awaitInspection(id, found -> found.path("unsure").isObject());
        JsonNode items = client.get(QUEUE).json().path("items");
        assertThat(items.get(items.size() - 1).path("id").asText()).isEqualTo(id);
        undo();
        awaitInspection(id, found -> found.path("unsure").isNull());
    }

    /** The issue asks for a hundred labels within five minutes; a person needs most of that to look. */
    @Test
    @Order(10)
    void keyboardAlone_hundredFrames_areLabelledInUnderFiveMinutes() throws Exception {
        review();
        long began = System.nanoTime();
        int withRegions = 0;
        for (int labels = 1; labels <= LABELS; labels++) {
            String before = desk.currentInspection();
            boolean defect = desk.currentRow().locator(".shape-pass").count() == 0;
            if (defect) {
                desk.press("a");
                desk.press("3");
                withRegions++;
            }
            desk.press(defect ? "d" : "n");
            assertThat(desk.page().locator(".row[aria-current='true']:not([data-inspection='" + before + "'])"))
                    .isVisible();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);

        JsonNode waiting = client.get(QUEUE).json().path("items");
        System.getLogger(ReviewDeskIT.class.getName())
                .log(System.Logger.Level.INFO, "{0} labels by keys alone took {1} ms", LABELS, took.toMillis());
        assertThat(waiting.size()).isEqualTo(GREY + AUDITS + REJECTS - LABELS);
        assertThat(withRegions).isGreaterThan(5);
        assertThat(took).isLessThan(Duration.ofMinutes(5));
        JsonNode first = inspection(id(REJECTS + AUDITS + 1)).path("label");
        assertThat(first.path("verdict").asText()).isEqualTo("defect");
        assertThat(first.path("regions")).hasSize(1);
        assertThat(service.log()).doesNotContain("ERROR");
    }

    /** The frame on the screen, in 0..1 of the image. */
    private record Canvas(Page page) {
        private double[] place(double x, double y) {
            BoundingBox box = page.locator(".brush-layer").boundingBox();
            return new double[] {box.x + x * box.width, box.y + y * box.height};
        }

        void drag(double fromX, double fromY, double toX, double toY) {
            double[] from = place(fromX, fromY);
            double[] to = place(toX, toY);
            page.mouse().move(from[0], from[1]);
            page.mouse().down();
            page.mouse().move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2);
            page.mouse().move(to[0], to[1]);
            page.mouse().up();
        }

        void click(double x, double y) {
            double[] at = place(x, y);
            page.mouse().click(at[0], at[1]);
        }
    }
}
