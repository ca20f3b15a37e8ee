package io.winnow.app;

import static io.winnow.app.RunningDemo.STATION;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import io.winnow.desk.DeskBrowser;
import io.winnow.desk.DeskPage;
import io.winnow.testing.Await;
import io.winnow.testing.RestClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
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
@Tag("native")
class DemoIT {
    private static final double PATIENCE_MILLIS = 120_000;
    private final RunningDemo demo;
    private final RestClient service;
    private final ModelLifeScenario life;

    DemoIT(@TempDir Path folder) throws IOException {
        this.demo = new RunningDemo(folder);
        this.service = demo.service();
        this.life = new ModelLifeScenario(demo);
    }

    @AfterAll
    void stop() throws IOException {
        demo.close();
    }

    @Test
    @Order(1)
    void collects_thenFitsByItself_andKnowsWhatItDropped() throws Exception {
        JsonNode model = demo.awaitModel("v1");

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
        JsonNode reject = demo.awaitNewest("reject");

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
            DeskPage desk = demo.open(browser);
            desk.open("live", "flange");
            desk.tile("flange")
                    .locator("[data-verdict='reject']")
                    .waitFor(new Locator.WaitForOptions().setTimeout(PATIENCE_MILLIS));
            desk.screenshot("real-live");
            desk.open("review", "flange");
            desk.button("Reject").click();
            // On a slow machine the operator has labelled every reject before the next one comes.
            desk.page().getByLabel("Only without label").uncheck();
            desk.awaitEditor();
            desk.screenshot("real-review");
            desk.open("training", "flange");
            desk.page().locator(".dropped img").first().waitFor();
            assertThat(desk.page().locator(".gallery-headline").textContent()).startsWith("6 frames dropped");
            desk.screenshot("real-training");
            desk.open("quality", "flange");
            desk.page().getByText("Image AUROC").first().waitFor();
            desk.screenshot("real-quality");
            assertThat(desk.complaints()).isEmpty();
        }
    }

    @Test
    @Order(5)
    void brokenFrame_isUndecidedAndTheLineGoesOn() throws Exception {
        RestClient.Answer broken =
                service.post(STATION + "/inspections", "image/jpeg", "no image".getBytes(StandardCharsets.UTF_8));

        assertThat(broken.status()).isEqualTo(200);
        assertThat(broken.json().path("verdict").asText()).isEqualTo("undecided");
        assertThat(broken.json().path("reason").asText()).isNotBlank();
        long before = demo.inspected();
        Await.until("more inspections", Duration.ofMinutes(1), () -> Optional.of(demo.inspected())
                .filter(now -> now > before + 3));
    }

    @Test
    @Order(7)
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
                        + " \"review\": {\"rule\": \"fixed\", \"threshold\": 0.000001}}");
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
        assertThat(history.get(1).path("by").asText()).isEqualTo("demo");
        assertThat(service.json(
                                "PUT",
                                STATION + "/thresholds",
                                "{\"reject\": {\"rule\": \"conformal\", \"falseRejectRate\": 0.7}}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    @Order(6)
    void missedDefect_saysWhyItPassed_canBeStruckOut_andJoinsTheRegressionSet() throws Exception {
        life.markMissedDefect();
    }

    @Test
    @Order(6)
    void replay_underTheVersionThatJudged_changesNothing() throws Exception {
        life.replay();
    }

    @Test
    @Order(8)
    void refit_runsOneAtATime_canBeCancelled_andMakesACandidate() throws Exception {
        life.refitAndExamine();
    }

    @Test
    @Order(9)
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
    @Order(10)
    void killedAndStartedAgain_goesOnWithWhatItHad() throws Exception {
        String version = demo.station().path("model").path("version").asText();
        long inspected = demo.inspected();

        demo.killAndStart();

        JsonNode model = demo.awaitModel(version);
        assertThat(model.path("version").asText()).isEqualTo(version);
        assertThat(demo.inspected()).isGreaterThanOrEqualTo(inspected);
        Await.until("new inspections", Duration.ofMinutes(1), () -> Optional.of(demo.inspected())
                .filter(now -> now > inspected + 5));
        demo.stop();
        assertThat(demo.output()).doesNotContain("Exception");
    }
}
