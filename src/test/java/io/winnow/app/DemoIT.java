package io.winnow.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import io.winnow.desk.DeskBrowser;
import io.winnow.desk.DeskPage;
import io.winnow.testing.Await;
import io.winnow.testing.RestClient;
import io.winnow.testing.WinnowProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole line as a newcomer starts it: real broker, real database, real browser, the packaged application. The tests build on each
 * other, as a session of a user would.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DemoIT {
    private static final double PATIENCE_MILLIS = 120_000;
    private static final String STATION = "/api/v1/stations/flange";

    private final Path folder;
    private final int port;
    private final RestClient service;
    private WinnowProcess demo;

    DemoIT(@TempDir Path folder) throws IOException {
        this.folder = folder;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
        this.service = new RestClient(URI.create("http://127.0.0.1:" + port));
        this.demo = startDemo(folder, port);
    }

    private static WinnowProcess startDemo(Path folder, int port) throws IOException {
        return WinnowProcess.start(
                folder.resolve("demo.log"),
                "demo",
                "--data",
                folder.resolve("demo").toString(),
                "--port",
                Integer.toString(port),
                "--collect",
                "60",
                "--rate",
                "5",
                "--defects",
                "0.15",
                "--no-refit");
    }

    @AfterAll
    void stop() throws IOException {
        Path logs = Files.createDirectories(Path.of("target", "logs"));
        Files.writeString(logs.resolve("demo.log"), demo.output());
        demo.close();
    }

    private JsonNode station() throws IOException, InterruptedException {
        return service.get(STATION).json();
    }

    private JsonNode awaitModel(String version) {
        return Await.until("model " + version, Duration.ofMinutes(4), () -> Optional.of(
                        station().path("model"))
                .filter(model -> model.path("version").asText().equals(version)));
    }

    @Test
    @Order(1)
    void collects_thenFitsByItself_andKnowsWhatItDropped() throws Exception {
        JsonNode model = awaitModel("v1");

        assertThat(model.path("poolFrames").asInt()).isEqualTo(60);
        assertThat(model.path("droppedFrames").asInt()).isEqualTo(6);
        assertThat(model.path("index").asText()).contains("faiss");
        JsonNode truth = model.path("truth");
        assertThat(truth.path("poolDefective").asInt()).isPositive();
        assertThat(truth.path("droppedDefective").asInt()).isPositive();
        JsonNode ledger = service.get(STATION + "/models/v1/ledger").json().path("items");
        assertThat(ledger).hasSize(6).allSatisfy(entry -> {
            assertThat(entry.path("truth").asText()).isIn("defect", "normal");
            assertThat(service.get(entry.path("image").asText()).contentType()).isEqualTo("image/jpeg");
        });
        assertThat(service.get("/q/health/ready").status()).isEqualTo(200);
    }

    @Test
    @Order(2)
    void inspects_withHeatmapAndVersion() throws Exception {
        JsonNode reject = Await.until(
                "a rejected frame",
                Duration.ofMinutes(2),
                () -> Optional.ofNullable(service.get(STATION + "/inspections?verdict=reject&limit=1")
                        .json()
                        .path("items")
                        .get(0)));

        assertThat(reject.path("modelVersion").asText()).isEqualTo("v1");
        assertThat(reject.path("score").asDouble())
                .isGreaterThan(reject.path("threshold").asDouble());
        assertThat(reject.path("regions")).isNotEmpty();
        assertThat(service.get(reject.path("heatmap").asText()).contentType()).isEqualTo("image/png");
        assertThat(reject.path("timings").path("backboneMs").asDouble()).isPositive();
    }

    @Test
    @Order(3)
    void operatorConfirms_andFiguresFillUpWithTheirLabelCounts() throws Exception {
        JsonNode metrics = Await.until("all figures", Duration.ofMinutes(4), () -> {
            JsonNode now = service.get(STATION + "/metrics").json();
            for (JsonNode figure : now.path("figures")) {
                if (!figure.path("value").isNumber()) {
                    return Optional.empty();
                }
            }
            return Optional.of(now);
        });

        for (JsonNode figure : metrics.path("figures")) {
            assertThat(figure.path("value").asDouble())
                    .as(figure.path("name").asText())
                    .isBetween(0.0, 1.0);
            assertThat(figure.path("labels").asInt()).isGreaterThanOrEqualTo(5);
            if (figure.path("name").asText().equals("image_auroc")) {
                assertThat(figure.path("value").asDouble()).isGreaterThan(0.8);
            }
        }
        Await.until("the exported figures", Duration.ofSeconds(30), () -> Optional.of(
                        new String(service.get("/q/metrics").body(), StandardCharsets.UTF_8))
                .filter(text -> text.contains("winnow_pl_ratio{") && text.contains("winnow_aupr_ratio{")));
    }

    @Test
    @Order(4)
    void dashboard_showsTheLineAndWhatRefinementDropped() {
        try (DeskBrowser browser = new DeskBrowser()) {
            DeskPage desk = browser.open("http://127.0.0.1:" + port + "/", "en-GB", ColorScheme.LIGHT);
            desk.open("live", "flange");
            desk.tile("flange")
                    .locator("[data-verdict='reject']")
                    .waitFor(new Locator.WaitForOptions().setTimeout(PATIENCE_MILLIS));
            shoot(desk, "real-live");
            desk.open("review", "flange");
            // On a slow machine the operator has labelled every reject before the next one comes.
            desk.page().getByLabel("Only without label").uncheck();
            desk.button("Reject").click();
            desk.awaitEditor();
            shoot(desk, "real-review");
            desk.open("training", "flange");
            desk.page().locator(".dropped img").first().waitFor();
            assertThat(desk.page().locator(".gallery-headline").textContent()).startsWith("6 frames dropped");
            shoot(desk, "real-training");
            desk.open("quality", "flange");
            desk.page().getByText("Image AUROC").first().waitFor();
            shoot(desk, "real-quality");
            assertThat(desk.complaints()).isEmpty();
        }
    }

    private static void shoot(DeskPage desk, String name) {
        desk.screenshot(name);
    }

    @Test
    @Order(5)
    void brokenFrame_isUndecidedAndTheLineGoesOn() throws Exception {
        RestClient.Answer broken =
                service.post(STATION + "/inspections", "image/jpeg", "no image".getBytes(StandardCharsets.UTF_8));

        assertThat(broken.status()).isEqualTo(200);
        assertThat(broken.json().path("verdict").asText()).isEqualTo("undecided");
        assertThat(broken.json().path("reason").asText()).isNotBlank();
        long before = station().path("counts").path("inspected").asLong();
        Await.until("more inspections", Duration.ofMinutes(1), () -> Optional.of(
                        station().path("counts").path("inspected").asLong())
                .filter(now -> now > before + 3));
    }

    @Test
    @Order(5)
    void thresholds_whatIfSetAndUndo_takeEffectWithTheNextFrame() throws Exception {
        JsonNode before = service.get(STATION + "/thresholds").json();
        assertThat(before.path("policy").path("reject").path("falseRejectRate").asDouble())
                .isEqualTo(0.02);
        double threshold =
                before.path("thresholds").path("reject").path("value").asDouble();
        JsonNode whatIf =
                service.get(STATION + "/thresholds/what-if?threshold=100000").json();
        assertThat(whatIf.path("sentence").asText()).contains("you would have rejected 0 of");
        assertThat(whatIf.path("changed").asInt())
                .isEqualTo(whatIf.path("was").path("reject").asInt());
        assertThat(service.get(STATION + "/thresholds/scores").json().path("bins"))
                .isNotEmpty();

        RestClient.Answer set = service.json(
                "PUT",
                STATION + "/thresholds",
                "{\"reject\": {\"rule\": \"fixed\", \"threshold\": 100000},"
                        + " \"review\": {\"rule\": \"fixed\", \"threshold\": 0.000001}, \"changedBy\": \"ada\"}");
        assertThat(set.status()).isEqualTo(200);
        JsonNode grey = Await.until("a frame in the grey band", Duration.ofMinutes(1), () -> Optional.ofNullable(
                        service.get(STATION + "/inspections?verdict=undecided&limit=1")
                                .json()
                                .path("items")
                                .get(0))
                .filter(frame -> frame.path("cause").asText().equals("grey_band")));
        assertThat(grey.path("score").asDouble()).isPositive();
        assertThat(grey.path("threshold").asDouble()).isEqualTo(100_000);
        assertThat(grey.path("reviewReason").asText()).isEqualTo("grey_band");
        assertThat(grey.path("reviewProbability").asDouble()).isEqualTo(1);
        assertThat(service.get(STATION + "/review-queue?limit=5")
                        .json()
                        .path("items")
                        .path(0)
                        .path("reviewReason")
                        .asText())
                .isEqualTo("grey_band");

        assertThat(service.json("POST", STATION + "/thresholds/undo", "{}").status())
                .isEqualTo(200);
        Await.until("a passed frame", Duration.ofMinutes(1), () -> Optional.ofNullable(
                        service.get(STATION + "/inspections?limit=1")
                                .json()
                                .path("items")
                                .get(0))
                .filter(frame -> frame.path("verdict").asText().equals("pass")
                        && Math.abs(frame.path("threshold").asDouble() - threshold) < 1e-9));
        JsonNode history = service.get(STATION + "/thresholds/history").json().path("items");
        assertThat(history).hasSize(3);
        assertThat(history.get(1).path("by").asText()).isEqualTo("ada");
        assertThat(service.json(
                                "PUT",
                                STATION + "/thresholds",
                                "{\"reject\": {\"rule\": \"conformal\", \"falseRejectRate\": 0.7}}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    @Order(6)
    void refit_runsOneAtATime_canBeCancelled_andMakesACandidate() throws Exception {
        RestClient.Answer cancelled = service.json("POST", STATION + "/refits", "{\"ratio\": 0.2}");
        assertThat(cancelled.status()).isEqualTo(202);
        String job = "/api/v1/jobs/" + cancelled.json().path("id").asText();
        RestClient.Answer second = service.json("POST", STATION + "/refits", "{}");
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.contentType()).startsWith("application/problem+json");
        assertThat(service.delete(job).status()).isEqualTo(202);
        Await.until("the cancelled job", Duration.ofMinutes(1), () -> Optional.of(
                        service.get(job).json())
                .filter(now -> now.path("state").asText().equals("cancelled")));
        assertThat(station().path("model").path("version").asText()).isEqualTo("v1");

        String restored = decide(0, "restored");
        String confirmed = decide(1, "confirmed");
        assertThat(service.json("POST", STATION + "/drift/acknowledge", "{\"by\": \"Ada\"}")
                        .status())
                .isEqualTo(200);
        RestClient.Answer started =
                service.json("POST", STATION + "/refits", "{\"strategy\": \"sroc\", \"ratio\": 0.2}");
        assertThat(started.status()).isEqualTo(202);
        String fit = "/api/v1/jobs/" + started.json().path("id").asText();
        JsonNode done = Await.until("the refit", Duration.ofMinutes(4), () -> Optional.of(
                        service.get(fit).json())
                .filter(now -> now.path("state").asText().equals("succeeded")));
        String version = done.path("modelVersion").asText();
        JsonNode candidate = service.get(STATION + "/models/" + version).json();
        int most = Math.round(0.2f * candidate.path("poolFrames").asInt());
        // Frames that the operator confirmed as normal stay, and nothing else goes in their place: perhaps none goes at
        // all.
        assertThat(candidate.path("droppedFrames").asInt()).isBetween(0, most);
        assertThat(done.path("memory").path("peak").asLong()).isPositive();
        JsonNode ledger =
                service.get(STATION + "/models/" + version + "/ledger").json().path("items");
        assertThat(ledger)
                .noneSatisfy(entry -> assertThat(entry.path("hash").asText()).isEqualTo(restored));
        assertThat(ledger)
                .filteredOn(entry -> entry.path("hash").asText().equals(confirmed))
                .allSatisfy(entry -> {
                    assertThat(entry.path("rank").asInt()).isEqualTo(1);
                    assertThat(entry.path("decision").path("decision").asText()).isEqualTo("confirmed");
                });
        // Three of kept frames, and two of dropped ones where there are any.
        assertThat(candidate.path("artefact").path("golden").path("frames")).hasSizeBetween(3, 5);
        assertThat(candidate.path("checked").path("passed").asBoolean()).isTrue();

        JsonNode report = Await.until("its report over labels and shadow", Duration.ofMinutes(4), () -> Optional.of(
                        service.get(STATION + "/models/" + version + "/report").json())
                .filter(now -> now.path("shadow").path("frames").asInt()
                                >= now.path("shadow").path("target").asInt()
                        && now.path("labels").path("defect").asInt() >= 5));
        assertThat(report.path("champion").asText()).isEqualTo("v1");
        assertThat(report.path("figures")).hasSize(6).allSatisfy(figure -> {
            assertThat(figure.path("champion").path("labels").asInt()).isPositive();
            assertThat(figure.path("difference").isNumber()
                            || !figure.path("reason").asText().isEmpty())
                    .isTrue();
        });
        assertThat(report.path("decision").path("reason").asText()).isNotBlank();
        showModels(version);
        promoteAndRollBack(version);
    }

    /** Decides about a frame that v1's refinement dropped, looks at what helps to decide, and gives the frame's hash. */
    private String decide(int position, String decision) throws Exception {
        JsonNode entry =
                service.get(STATION + "/models/v1/ledger").json().path("items").get(position);
        assertThat(service.get(entry.path("thumbnail").asText()).contentType()).isEqualTo("image/jpeg");
        assertThat(service.get(entry.path("heatmap").asText()).contentType()).isEqualTo("image/png");
        String hash = entry.path("hash").asText();
        RestClient.Answer decided = service.json(
                "PUT",
                STATION + "/models/v1/ledger/" + hash + "/decision",
                "{\"decision\": \"" + decision + "\", \"by\": \"Ada\"}");
        assertThat(decided.status()).isEqualTo(200);
        assertThat(service.get(STATION + "/ledger/decisions").json().path("items"))
                .anySatisfy(made -> assertThat(made.path("hash").asText()).isEqualTo(hash));
        return hash;
    }

    private void showModels(String version) {
        try (DeskBrowser browser = new DeskBrowser()) {
            DeskPage desk = browser.open("http://127.0.0.1:" + port + "/", "en-GB", ColorScheme.LIGHT);
            desk.open("models", "flange");
            desk.page().locator("[data-version='" + version + "']").waitFor();
            desk.page().locator("[data-figure='recall']").waitFor();
            desk.screenshot("real-models");
            assertThat(desk.complaints()).isEmpty();
        }
    }

    /** By hand, unless the policy was faster; back and forth, so that the version serves in the end. */
    private void promoteAndRollBack(String version) throws Exception {
        String model = STATION + "/models/" + version;
        if (!station().path("model").path("version").asText().equals(version)) {
            RestClient.Answer promoted =
                    service.json("POST", model + "/promote", "{\"reason\": \"seen enough\", \"by\": \"Ada\"}");
            assertThat(promoted.status()).isIn(200, 409);
        }
        awaitModel(version);
        RestClient.Answer back =
                service.json("POST", STATION + "/models/v1/rollback", "{\"reason\": \"to show it\", \"by\": \"Ada\"}");
        assertThat(back.status()).isEqualTo(200);
        awaitModel("v1");
        assertThat(service.json("POST", model + "/promote", "{\"reason\": \"again\"}")
                        .status())
                .isEqualTo(409);
        assertThat(service.json("POST", model + "/rollback", "{\"by\": \"Ada\"}")
                        .status())
                .isEqualTo(400);
        assertThat(service.json("POST", model + "/rollback", "{\"reason\": \"and forth\", \"by\": \"Ada\"}")
                        .status())
                .isEqualTo(200);
        awaitModel(version);
        JsonNode newest = service.get(STATION + "/models/history?limit=1")
                .json()
                .path("items")
                .get(0);
        assertThat(newest.path("version").asText()).isEqualTo(version);
        assertThat(newest.path("to").asText()).isEqualTo("champion");
        assertThat(newest.path("by").asText()).isEqualTo("Ada");
    }

    @Test
    @Order(7)
    void badRequests_areRefusedNamingThingValueAndRule() throws Exception {
        assertThat(service.json("POST", STATION + "/refits", "{\"ratio\": 0.7}")
                        .json()
                        .path("detail")
                        .asText())
                .contains("0.7")
                .contains("below 0.5");
        assertThat(service.json("POST", STATION + "/refits", "{\"strategy\": \"magic\"}")
                        .json()
                        .path("detail")
                        .asText())
                .contains("magic")
                .contains("sroc");
        assertThat(service.get("/api/v1/stations/nowhere").status()).isEqualTo(404);
        assertThat(service.get(STATION + "/inspections?limit=0").status()).isEqualTo(400);
        assertThat(service.get(STATION + "/inspections?verdict=maybe")
                        .json()
                        .path("detail")
                        .asText())
                .contains("maybe");
    }

    @Test
    @Order(8)
    void killedAndStartedAgain_goesOnWithWhatItHad() throws Exception {
        String version = station().path("model").path("version").asText();
        long inspected = station().path("counts").path("inspected").asLong();
        demo.kill();

        demo = startDemo(folder, port);

        JsonNode model = awaitModel(version);
        assertThat(model.path("version").asText()).isEqualTo(version);
        assertThat(station().path("counts").path("inspected").asLong()).isGreaterThanOrEqualTo(inspected);
        Await.until("new inspections", Duration.ofMinutes(1), () -> Optional.of(
                        station().path("counts").path("inspected").asLong())
                .filter(now -> now > inspected + 5));
        demo.stop();
        assertThat(demo.output()).doesNotContain("Exception");
    }
}
