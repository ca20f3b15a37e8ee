package io.winnow.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.testing.Await;
import io.winnow.testing.ProbeClient;
import io.winnow.testing.RestClient;
import io.winnow.testing.WinnowProcess;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration changed from afar, on the packaged service; the test watches over it as the launcher, systemd or Kubernetes do. */
class RemoteConfigurationIT {
    private static final int RESTART = 86;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SITE = "site.yaml";
    private static final String TOP = "stations/top.yaml";

    private final Path folder;
    private final FaultRig rig;
    private WinnowProcess service;

    RemoteConfigurationIT(@TempDir Path folder) throws Exception {
        this.folder = folder;
        this.rig = new FaultRig(folder, folder.resolve("data")).station("top", 64, 100, "");
        rig.site(rig.broker().uri(), "configuration: {remote: [rest, mqtt]}");
    }

    @BeforeEach
    void begin() throws Exception {
        start();
        rig.awaitReady();
    }

    @AfterEach
    void end() throws Exception {
        rig.close();
    }

    private void start() throws Exception {
        service = rig.start(List.of(), Map.of("WINNOW_SUPERVISED", "true"));
    }

    /** What a supervisor does once. */
    private void startAgainAfterRestart() throws Exception {
        assertThat(service.awaitExit(FaultRig.PATIENCE)).isEqualTo(RESTART);
        start();
    }

    private JsonNode configuration() throws Exception {
        RestClient.Answer answer = rig.rest().get("/api/v1/configuration");
        assertThat(answer.status())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return answer.json();
    }

    private void awaitVersion(int version) {
        Await.until("version " + version, FaultRig.PATIENCE, () -> Optional.of(configuration())
                .filter(view -> view.path("version").asInt() == version));
    }

    private RestClient.Answer post(String what, Map<String, Object> body) throws Exception {
        return rig.rest().json("POST", "/api/v1/configuration/" + what, MAPPER.writeValueAsString(body));
    }

    private RestClient.Answer change(int base, String path, String text) throws Exception {
        return post("changes", Map.of("baseVersion", base, "files", Map.of(path, text), "reason", "a test"));
    }

    private String onDisk(String path) throws Exception {
        return Files.readString(folder.resolve("edge-config").resolve(path));
    }

    /** How far the start is with a version; it is not tried yet when its files are in place, only once the history says so. */
    private String phase() throws Exception {
        Path state = folder.resolve("data/configuration/state.json");
        return MAPPER.readTree(state.toFile()).path("trial").path("phase").asText();
    }

    private int poolOf() throws Exception {
        return rig.station("top").path("pool").path("target").asInt();
    }

    @Test
    void change_isInForceAfterTheRestart_andCanBeTakenBack() throws Exception {
        JsonNode first = configuration();
        assertThat(first.path("version").asInt()).isEqualTo(1);
        assertThat(first.path("history").path(0).path("origin").asText()).isEqualTo("first");
        String before = first.path("files").path(TOP).asText();
        assertThat(before).isEqualTo(onDisk(TOP)).contains("frames: 100");
        String after = before.replace("frames: 100", "frames: 55");

        refusals(before, after);
        RestClient.Answer answer = change(1, TOP, after);
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().path("restarting").asBoolean()).isTrue();

        startAgainAfterRestart();
        awaitVersion(2);
        assertThat(onDisk(TOP)).isEqualTo(after);
        assertThat(poolOf()).isEqualTo(55);
        JsonNode history = configuration().path("history").path(0);
        assertThat(history.path("by").asText()).isEqualTo("admin");
        assertThat(history.path("reason").asText()).isEqualTo("a test");

        assertThat(post("rollback", Map.of("version", 1, "baseVersion", 2, "reason", ""))
                        .status())
                .isEqualTo(202);
        startAgainAfterRestart();
        awaitVersion(3);
        assertThat(onDisk(TOP)).isEqualTo(before);
        assertThat(rig.rest().get("/api/v1/audit").json().path("items").toString())
                .contains("configuration.change", "configuration.rollback");
    }

    private void refusals(String before, String after) throws Exception {
        assertThat(change(7, TOP, after).status()).isEqualTo(409);
        assertThat(change(1, "../site.yaml", after).status()).isEqualTo(400);
        assertThat(change(1, TOP, before).status()).isEqualTo(400);
        assertThat(post("changes", Map.of("files", Map.of())).status()).isEqualTo(400);
        assertThat(post("rollback", Map.of("version", 9, "baseVersion", 1)).status())
                .isEqualTo(404);
        RestClient.Answer invalid = change(1, TOP, after + "limit: 5\n");
        assertThat(invalid.status()).isEqualTo(422);
        assertThat(invalid.contentType()).startsWith("application/problem+json");
        assertThat(invalid.json().path("problems").path(0).path("file").asText())
                .isEqualTo(TOP);
        RestClient.Answer checked = post("check", Map.of("files", Map.of(TOP, after + "limit: 5\n")));
        assertThat(checked.status()).isEqualTo(200);
        assertThat(checked.json().path("valid").asBoolean()).isFalse();
        assertThat(checked.json().path("problems").path(0).path("rule").asText())
                .startsWith("limit: unknown key");
        assertThat(configuration().path("history")).hasSize(1);
    }

    /** It can be read, but the service does not get up with it. */
    @Test
    void change_withWhichTheServiceCannotStart_isTakenBackByItself() throws Exception {
        String before = onDisk(SITE);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String after = before.replaceAll("port: [0-9]+", "port: " + taken.getLocalPort());
            assertThat(change(1, SITE, after).status()).isEqualTo(202);

            startAgainAfterRestart();
            startAgainAfterRestart();
            awaitVersion(1);

            assertThat(onDisk(SITE)).isEqualTo(before);
            JsonNode failed = configuration().path("history").path(0);
            assertThat(failed.path("state").asText()).isEqualTo("failed");
            assertThat(failed.path("ending").asText()).contains(Integer.toString(taken.getLocalPort()));
            assertThat(rig.awaitFinding("configuration.failed").path("text").asText())
                    .contains("version 2", "was put back");
            assertThat(service.output()).contains("configuration version 2 by admin failed at the start");
        }
        try (ProbeClient probe = new ProbeClient(rig.broker().uri(), "winnow/test/config")) {
            // What was retained of the trial may come first; when nothing else comes, next() fails.
            String state;
            do {
                state = MAPPER.readTree(probe.next().text()).path("state").asText();
            } while (!state.equals("rolled-back"));
        }
    }

    /** A power cut, or the kernel's memory killer, in the middle of the first start with the new version. */
    @Test
    void start_thatIsKilled_isTakenBackByItself() throws Exception {
        String before = onDisk(TOP);
        assertThat(change(1, TOP, before.replace("frames: 100", "frames: 55")).status())
                .isEqualTo(202);
        assertThat(service.awaitExit(FaultRig.PATIENCE)).isEqualTo(RESTART);
        start();
        Await.until("a start that tries the new files", FaultRig.PATIENCE, () -> Optional.of(phase())
                .filter("trying"::equals));
        assertThat(onDisk(TOP)).contains("frames: 55");
        service.kill();

        start();
        awaitVersion(1);

        assertThat(onDisk(TOP)).isEqualTo(before);
        assertThat(configuration().path("history").path(0).path("ending").asText())
                .contains("ended before the service was up");
    }

    @Test
    void commandOverMqtt_isCarriedOutOnce_andMayNotTouchWhoEnters() throws Exception {
        String after = onDisk(TOP).replace("frames: 100", "frames: 55");
        String acks = "winnow/test/ack";
        try (ProbeClient plc = new ProbeClient(rig.broker().uri(), acks)) {
            publish(plc, "c-1", 1, SITE, onDisk(SITE) + "access: {sessionIdle: 30d}\n");
            JsonNode refused = MAPPER.readTree(plc.next().text());
            assertThat(refused.path("status").asText()).isEqualTo("rejected");
            assertThat(refused.path("message").asText()).contains("access.sessionIdle cannot be changed over MQTT");

            publish(plc, "c-2", 1, TOP, after);
            assertThat(MAPPER.readTree(plc.next().text()).path("status").asText())
                    .isEqualTo("accepted");

            startAgainAfterRestart();
            awaitVersion(2);
            rig.awaitReady();
            assertThat(poolOf()).isEqualTo(55);

            JsonNode again = askAgain(plc, after);
            assertThat(again.path("status").asText()).isEqualTo("succeeded");
            assertThat(again.path("message").asText()).isEqualTo("version 2 is in-force");
        }
        assertThat(configuration().path("history")).hasSize(2);
        assertThat(rig.rest().get("/api/v1/audit").json().path("items").toString())
                .contains("configuration.change");
    }

    /** As somebody does who has heard nothing: whether the service is subscribed already is not to be seen from here. */
    private JsonNode askAgain(ProbeClient plc, String text) throws Exception {
        publish(plc, "c-2", 1, TOP, text);
        return MAPPER.readTree(plc.next().text());
    }

    private static void publish(ProbeClient plc, String id, int base, String path, String text) throws Exception {
        Map<String, Object> command =
                Map.of("command_id", id, "base_version", base, "files", Map.of(path, text), "reason", "over MQTT");
        plc.publish("winnow/test/cmd/config", MAPPER.writeValueAsBytes(command), false, Map.of());
    }

    /** What the integrator does at night, when nothing else works any more. */
    @Test
    void commandLine_showsTheHistoryAndGoesBackWhileTheServiceIsDown() throws Exception {
        assertThat(change(1, TOP, onDisk(TOP).replace("frames: 100", "frames: 55"))
                        .status())
                .isEqualTo(202);
        startAgainAfterRestart();
        awaitVersion(2);
        String edge = folder.resolve("edge-config").toString();
        WinnowProcess early =
                WinnowProcess.start(folder.resolve("early.log"), "config", "rollback", "--config", edge, "1");
        assertThat(early.awaitExit(Duration.ofMinutes(1))).isEqualTo(2);
        assertThat(early.output()).contains("is in use by another winnow");
        service.stop();

        WinnowProcess back =
                WinnowProcess.start(folder.resolve("back.log"), "config", "rollback", "--config", edge, "1");
        assertThat(back.awaitExit(Duration.ofMinutes(1))).isZero();
        WinnowProcess history =
                WinnowProcess.start(folder.resolve("history.log"), "config", "history", "--config", edge);
        assertThat(history.awaitExit(Duration.ofMinutes(1))).isZero();

        assertThat(onDisk(TOP)).contains("frames: 100");
        assertThat(history.output()).contains("back to version 1", "in-force", "found at the first start");
    }
}
