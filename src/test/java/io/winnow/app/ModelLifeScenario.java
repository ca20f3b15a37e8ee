package io.winnow.app;

import static io.winnow.app.RunningDemo.STATION;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.desk.DeskBrowser;
import io.winnow.desk.DeskPage;
import io.winnow.testing.Await;
import io.winnow.testing.RestClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What an engineer does with the models of a running line. */
final class ModelLifeScenario {
    private static final int REPLAYED = 20;

    private final RunningDemo demo;
    private final RestClient service;

    ModelLifeScenario(RunningDemo demo) {
        this.demo = demo;
        this.service = demo.service();
    }

    /** A passed frame turns out defective: what vouched for it is found and struck out, by the live champion's own bank. */
    void markMissedDefect() throws Exception {
        String frame = "/api/v1/inspections/" + awaitPassedUnreviewed();

        JsonNode why = service.get(frame + "/nearest-patches?count=3").json();
        assertThat(why.path("modelVersion").asText()).isEqualTo("v1");
        assertThat(why.path("judged").asBoolean()).isTrue();
        assertThat(why.path("nearest")).hasSize(3);
        JsonNode nearest = why.path("nearest").get(0);
        assertThat(service.get(nearest.path("thumbnail").asText()).contentType())
                .isEqualTo("image/jpeg");

        String strike = "{\"frameHash\": \"%s\", \"row\": %d, \"column\": %d, \"reason\": \"vouched for a scratch\"}"
                .formatted(
                        nearest.path("frameHash").asText(),
                        nearest.path("place").path("row").asInt(),
                        nearest.path("place").path("column").asInt());
        assertThat(service.json("POST", STATION + "/struck-patches", strike).status())
                .isEqualTo(201);
        assertThat(service.json("POST", STATION + "/struck-patches", strike).status())
                .isEqualTo(409);
        assertThat(service.get(frame + "/nearest-patches?count=3")
                        .json()
                        .path("nearest")
                        .get(0)
                        .path("struck")
                        .path("by")
                        .asText())
                .isEqualTo("demo");

        RestClient.Answer marked = service.json(
                "POST",
                frame + "/missed-defect",
                "{\"defectType\": \"scratch\", \"reason\": \"came back from a customer\"}");
        assertThat(marked.status()).isEqualTo(200);
        // The simulated operator may have found missed defects of its own.
        JsonNode regression = Await.until("the frame in the regression set", Duration.ofSeconds(20), () -> items(
                        STATION + "/regression")
                .filter(item -> frame.endsWith("/" + item.path("inspection").asText()))
                .findFirst());
        assertThat(regression.path("why").asText()).isEqualTo("came back from a customer");
        assertThat(service.json(
                                "POST",
                                "/api/v1/inspections/"
                                        + demo.awaitNewest("reject").path("id").asText() + "/missed-defect",
                                "{}")
                        .status())
                .isEqualTo(409);
    }

    /** A passed frame that the simulated operator has no reason to look at: it would have a say in the label. */
    private String awaitPassedUnreviewed() {
        return Await.until("a passed frame that nobody is to review", Duration.ofMinutes(2), () -> items(
                        STATION + "/inspections?limit=20&verdict=pass")
                .filter(item -> !item.path("reviewReason").isTextual())
                .map(item -> item.path("id").asText())
                .findFirst());
    }

    private Stream<JsonNode> items(String list) throws IOException, InterruptedException {
        return StreamSupport.stream(service.get(list).json().path("items").spliterator(), false);
    }

    /** Frames judged again by the version that judged them, from their stored embeddings, come out as they did. */
    void replay() throws Exception {
        RestClient.Answer started =
                service.json("POST", STATION + "/replays", "{\"version\": \"v1\", \"last\": " + REPLAYED + "}");
        assertThat(started.status()).isEqualTo(202);
        String replay = "/api/v1/replays/" + started.json().path("id").asText();

        JsonNode result = Await.until("the replay", Duration.ofMinutes(2), () -> Optional.of(
                        service.get(replay).json().path("result"))
                .filter(JsonNode::isObject));

        // A broken frame may be among them: it has no image to judge.
        assertThat(result.path("replayed").asInt() + result.path("skipped").size())
                .isEqualTo(REPLAYED);
        assertThat(result.path("replayed").asInt()).isGreaterThanOrEqualTo(REPLAYED - 1);
        assertThat(result.path("changes")).isEmpty();
        assertThat(result.path("counts")).isNotEmpty();
        assertThat(service.json("POST", STATION + "/replays", "{\"version\": \"v999\"}")
                        .status())
                .isEqualTo(404);
    }

    /** A refit is cancelled, another one becomes a candidate, is examined, promoted, rolled back and promoted again. */
    void refitAndExamine() throws Exception {
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
        assertThat(demo.station().path("model").path("version").asText()).isEqualTo("v1");

        String restored = decide(0, "restored");
        String confirmed = decide(1, "confirmed");
        assertThat(service.json("POST", STATION + "/drift/acknowledge", "{}").status())
                .isEqualTo(200);
        RestClient.Answer started =
                service.json("POST", STATION + "/refits", "{\"strategy\": \"sroc\", \"ratio\": 0.2}");
        assertThat(started.status()).isEqualTo(202);
        String fit = "/api/v1/jobs/" + started.json().path("id").asText();
        JsonNode done = Await.until("the refit", Duration.ofMinutes(8), () -> Optional.of(
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
                "PUT", STATION + "/models/v1/ledger/" + hash + "/decision", "{\"decision\": \"" + decision + "\"}");
        assertThat(decided.status()).isEqualTo(200);
        assertThat(service.get(STATION + "/ledger/decisions").json().path("items"))
                .anySatisfy(made -> assertThat(made.path("hash").asText()).isEqualTo(hash));
        return hash;
    }

    private void showModels(String version) {
        try (DeskBrowser browser = new DeskBrowser()) {
            DeskPage desk = demo.open(browser);
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
        if (!demo.station().path("model").path("version").asText().equals(version)) {
            RestClient.Answer promoted = service.json("POST", model + "/promote", "{\"reason\": \"seen enough\"}");
            assertThat(promoted.status()).isIn(200, 409);
        }
        demo.awaitModel(version);
        RestClient.Answer back = service.json("POST", STATION + "/models/v1/rollback", "{\"reason\": \"to show it\"}");
        assertThat(back.status()).isEqualTo(200);
        demo.awaitModel("v1");
        assertThat(service.json("POST", model + "/promote", "{\"reason\": \"again\"}")
                        .status())
                .isEqualTo(409);
        assertThat(service.json("POST", model + "/rollback", "{}").status()).isEqualTo(400);
        assertThat(service.json("POST", model + "/rollback", "{\"reason\": \"and forth\"}")
                        .status())
                .isEqualTo(200);
        demo.awaitModel(version);
        JsonNode newest = service.get(STATION + "/models/history?limit=1")
                .json()
                .path("items")
                .get(0);
        assertThat(newest.path("version").asText()).isEqualTo(version);
        assertThat(newest.path("to").asText()).isEqualTo("champion");
        assertThat(newest.path("by").asText()).isEqualTo("demo");
    }
}
