package io.winnow.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.testing.Pictures;
import io.winnow.testing.RestClient;
import io.winnow.testing.RestClient.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Requests that are refused, by the running service: each answer is an RFC 9457 problem that names thing, value and rule. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadRequestsIT {
    private static final String STATION = "/api/v1/stations/press-1";
    private static final String LABELS = "/api/v1/labels";

    private RunningService service;
    private RestClient client;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        service = new RunningService(folder, List.of("press-1"), 20, Optional.empty());
        client = service.client();
    }

    @AfterAll
    void stop() throws IOException {
        service.close();
    }

    private static void assertProblem(Answer answer, int status, String... said) throws IOException {
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        assertThat(answer.status()).as(body).isEqualTo(status);
        assertThat(answer.contentType()).as(body).startsWith("application/problem+json");
        JsonNode problem = answer.json();
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("title").asText()).isNotBlank();
        for (String each : said) {
            assertThat(problem.path("detail").asText()).contains(each);
        }
        assertThat(problem.path("detail").asText()).doesNotContain("io.winnow", "java.");
    }

    private Answer labels(String body) throws Exception {
        return client.json("POST", LABELS, body);
    }

    @Test
    void addressesThatAreNone_areNotFoundOrNotAllowed() throws Exception {
        assertProblem(client.get("/api/v1/nope"), 404);
        assertProblem(client.get("/api/v1/stations/press-9"), 404, "there is no station 'press-9'");
        assertProblem(client.get("/api/v1/stations/..%2f..%2fetc"), 400, "station id '../../etc' must be");
        assertProblem(
                client.get("/api/v1/frames/..%2f..%2fetc%2fpasswd"), 400, "content hash '../../etc/passwd' must be");
        assertProblem(client.json("POST", "/api/v1/site", "{}"), 405);
    }

    @Test
    void everyNumberAndTruthValueOfAnAddress_isCheckedByItsName() throws Exception {
        int checked = 0;
        for (Map.Entry<String, JsonNode> path :
                client.get("/q/openapi?format=json").json().path("paths").properties()) {
            String concrete =
                    path.getKey().replaceAll("\\{(group|strike)}", "1").replaceAll("\\{\\w+}", "none");
            for (JsonNode parameter : path.getValue().path("get").path("parameters")) {
                String type = parameter.path("schema").path("type").toString();
                if (parameter.path("in").asText().equals("query") && type.matches(".*(integer|number|boolean).*")) {
                    String name = parameter.path("name").asText();
                    String rule = type.contains("boolean")
                            ? "true or false"
                            : type.contains("integer") ? "an integer" : "a number";
                    assertProblem(
                            client.get(concrete + "?" + name + "=maybe"), 400, name + " = 'maybe' must be " + rule);
                    checked++;
                }
            }
        }
        assertThat(checked).isGreaterThan(20);
    }

    @Test
    void parametersOutOfTheirRange_areBadRequests() throws Exception {
        assertProblem(
                client.get(STATION + "/inspections?labelled=maybe"), 400, "labelled = 'maybe' must be true or false");
        assertProblem(
                client.get(STATION + "/inspections?limit=99999999999"),
                400,
                "limit = '99999999999' must be an integer");
        assertProblem(
                client.get(STATION + "/inspections?verdict=fine"),
                400,
                "verdict = 'fine' must be pass, reject or undecided");
        assertProblem(
                client.get(STATION + "/thresholds/what-if?threshold=NaN"), 400, "threshold = 'NaN' must be a number");
        assertProblem(client.get(STATION + "/inspections?limit=-1"), 400, "limit = -1 must be 1 to 1000");
        assertProblem(client.get(STATION + "/inspections?before=%00"), 400, "inspection id");
    }

    @Test
    void mediaTypesThatAreNotTaken_areSaid() throws Exception {
        assertProblem(client.post(LABELS, "text/plain", new byte[] {'x'}), 415);
        assertProblem(client.post(LABELS, "nonsense", new byte[] {'x'}), 415);
        assertProblem(client.post(STATION + "/inspections", "image/tiff", new byte[] {'x'}), 415);
    }

    @Test
    void bodiesThatAreNoJson_sayWhere() throws Exception {
        assertProblem(labels("{\"labels\": ["), 400, "the body is no JSON at line 1");
        assertProblem(labels("{\"labels\": NaN}"), 400, "the body is no JSON at line 1");
        assertProblem(labels("{\"labels\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}"), 400);
        assertProblem(labels("{\"labels\": [], \"labels\": []}"), 400, "Duplicate field 'labels'");
        assertProblem(client.json("POST", STATION + "/refits", "{\"ratio\":" + "9".repeat(5_000) + "}"), 400);
        assertProblem(labels(""), 400, "the body must be");
        assertProblem(labels("null"), 400, "the body must be");
    }

    @Test
    void bodiesOfAnotherShape_nameTheFieldAndWhatItMustBe() throws Exception {
        assertProblem(labels("{\"labels\": 3}"), 400, "labels at line 1, column", "must be a list");
        assertProblem(labels("[1]"), 400, "the body", "must be an object");
        assertProblem(labels("{\"labels\": [], \"lables\": 1}"), 400, "lables is no field of this request", "labels");
        assertProblem(
                labels("{\"labels\": [{\"regions\": [{\"left\": {}}]}]}"),
                400,
                "labels[0].regions[0].left",
                "a number");
        assertProblem(client.json("POST", STATION + "/refits", "{\"ratio\": true}"), 400, "ratio", "must be a number");
        assertProblem(client.json("POST", STATION + "/refits", "{\"ratio\": 1e999}"), 400, "ratio = Infinity must be");
        assertProblem(client.json("POST", STATION + "/refits", "{\"ratio\": \"NaN\"}"), 400, "ratio = NaN must be");
    }

    @Test
    void bodiesThatAreTooLarge_areNotReadToTheirEnd() throws Exception {
        assertProblem(
                client.post(STATION + "/inspections", "image/jpeg", new byte[68 << 20]),
                413,
                "the body has 71303168 bytes, at most 67108864 are taken");
        assertProblem(
                client.json("POST", LABELS, "{\"labels\": \"" + "x".repeat(17 << 20) + "\"}"),
                413,
                "at most 16777216 are taken");
    }

    @Test
    void regionsThatCannotBe_areBadRequests() throws Exception {
        String id = client.post(STATION + "/inspections", "image/png", Pictures.png(64, 64))
                .json()
                .path("id")
                .asText();
        for (String region : List.of(
                "{\"left\": \"NaN\", \"top\": 0, \"right\": 1, \"bottom\": 1}",
                "{\"left\": 0.5, \"top\": 0, \"right\": 0.1, \"bottom\": 1}",
                "{\"mask\": {\"height\": 64, \"width\": 64}}",
                "{\"mask\": {\"height\": 64, \"width\": 64, \"runs\": [null]}}",
                "{\"mask\": {\"height\": 2147483647, \"width\": 2147483647, \"runs\": [0, 1]}}",
                "{\"polygon\": [null]}",
                "{\"polygon\": [[null]]}",
                "{\"polygon\": [[[0], [1, 2, 3]]]}",
                "null")) {
            String body = "{\"verdict\": \"defect\", \"regions\": [" + region + "]}";
            assertProblem(client.json("PUT", "/api/v1/inspections/" + id + "/label", body), 400);
        }
    }

    @Test
    void framesThatAreNoImages_areUndecidedWithACauseThatIsCounted() throws Exception {
        for (String[] frame : new String[][] {
            {"hello", "image_unreadable"}, {"", "image_empty"}, {"GIF89a......", "image_unsupported"}
        }) {
            JsonNode inspection = client.post(
                            STATION + "/inspections", "image/jpeg", frame[0].getBytes(StandardCharsets.UTF_8))
                    .json();
            assertThat(inspection.path("verdict").asText()).isEqualTo("undecided");
            assertThat(inspection.path("cause").asText()).isEqualTo(frame[1]);
        }
        assertThat(metrics())
                .contains("winnow_undecided_total{cause=\"image_unsupported\",station=\"press-1\"}")
                .contains("winnow_undecided_total{cause=\"image_empty\",station=\"press-1\"}");
        assertProblem(client.get("/api/v1/nope"), 404);
        assertThat(metrics()).contains("winnow_http_refused_total{status=\"404\"}");
    }

    private String metrics() throws Exception {
        return new String(client.get("/q/metrics").body(), StandardCharsets.UTF_8);
    }
}
