package io.winnow.adapter.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.core.camera.Acknowledgement;
import io.winnow.core.camera.FrameNote;
import io.winnow.core.camera.IncomingFrame;
import io.winnow.core.camera.StationAddress;
import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.OutgoingEvent;
import io.winnow.core.inspection.StationId;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.review.TruthStore.FrameTruth;
import io.winnow.testing.Await;
import io.winnow.testing.ProbeClient;
import io.winnow.testing.ProbeClient.Arrival;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MqttGatewayTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final StationAddress ADDRESS = new StationAddress("ulm", "line1", "cam1");
    private static final String TOPIC = "winnow/ulm/line1/cam1/";

    private record Delivery(IncomingFrame incoming, Acknowledgement acknowledgement) {
        String id() {
            return incoming.frame().id().value();
        }
    }

    private record Told(FrameId frame, FrameTruth truth) {}

    private final Path folder;
    private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
    private final BlockingQueue<Told> truths = new LinkedBlockingQueue<>();
    private final BlockingQueue<RefitCommand> commands = new LinkedBlockingQueue<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    MqttGatewayTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.add(resource);
        return resource;
    }

    private MosquittoProcess broker(OptionalInt port) throws IOException {
        return opened(MosquittoProcess.start(folder, true, port));
    }

    private MosquittoProcess broker() throws IOException {
        return broker(OptionalInt.empty());
    }

    private static MqttSettings quick(URI broker) {
        return new MqttSettings(
                broker,
                BrokerAccess.ANONYMOUS,
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofHours(1),
                Duration.ofMillis(20),
                Duration.ofMillis(200));
    }

    private MqttGateway gateway(URI broker, int inFlight) throws InterruptedException {
        GatewaySettings settings = new GatewaySettings(
                quick(broker), new StationId("cam-1"), ADDRESS, "test", inFlight, Optional.empty(), true);
        StationHandler handler = new StationHandler(
                (frame, acknowledgement) -> deliveries.add(new Delivery(frame, acknowledgement)),
                (command, answer) -> {
                    commands.add(command);
                    answer.accept(new CommandReply(CommandReply.Status.ACCEPTED, "queued", Optional.of("job-1")));
                },
                (station, frame, truth) -> truths.add(new Told(frame, truth)));
        return opened(MqttGateway.open(settings, handler, InstantSource.system()));
    }

    private MqttGateway connected(URI broker, int inFlight) throws InterruptedException {
        MqttGateway gateway = gateway(broker, inFlight);
        assertThat(gateway.awaitConnected(Await.LIMIT)).isTrue();
        return gateway;
    }

    private static void send(ProbeClient camera, String id, byte[] payload) throws Exception {
        camera.publish(TOPIC + "frame", payload, false, Map.of("frame-id", id, "part-id", "p-" + id));
    }

    private static OutgoingEvent verdict() {
        return new VerdictEvent(
                        VerdictEventTest.inspection(new Verdict.Reject(12.5, 9.75), Optional.of(new ModelVersion(7))))
                .toOutgoing();
    }

    @Test
    void frame_published_arrivesWithItsProperties() throws Exception {
        MosquittoProcess broker = broker();
        MqttGateway gateway = connected(broker.uri(), 4);
        try (ProbeClient camera = new ProbeClient(broker.uri())) {
            send(camera, "f1", new byte[] {1, 2, 3});
        }

        Delivery delivery = Await.next(deliveries);

        assertThat(delivery.id()).isEqualTo("f1");
        assertThat(delivery.incoming().frame().station()).isEqualTo(new StationId("cam-1"));
        assertThat(delivery.incoming().frame().image().toByteArray()).containsExactly(1, 2, 3);
        assertThat(delivery.incoming().frame().partId()).contains("p-f1");
        assertThat(delivery.incoming().notes())
                .extracting(FrameNote::text)
                .containsExactly("captured-at was missing, the arrival counts");
        assertThat(gateway.counters().framesReceived()).isEqualTo(1);
        assertThat(gateway.counters().bytesReceived()).isEqualTo(3);
        assertThat(gateway.counters().framesInFlight()).isEqualTo(1);
    }

    @Test
    void frame_notAcknowledged_comesAgainAfterReconnect_andAcknowledgedDoesNot() throws Exception {
        MosquittoProcess broker = broker();
        MqttGateway first = connected(broker.uri(), 8);
        try (ProbeClient camera = new ProbeClient(broker.uri())) {
            for (String id : List.of("a", "b", "c")) {
                send(camera, id, new byte[] {1});
            }
        }
        Await.next(deliveries).acknowledgement().done();
        assertThat(Await.next(deliveries).id()).isEqualTo("b");
        Await.next(deliveries).acknowledgement().done();
        Await.until("acknowledgements", () -> first.counters().framesInFlight() == 1);
        first.close();

        connected(broker.uri(), 8);

        Delivery again = Await.next(deliveries);
        assertThat(again.id()).isEqualTo("b");
        assertThat(deliveries.poll(300, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void frame_emptyPayload_isHandedOver() throws Exception {
        MosquittoProcess broker = broker();
        connected(broker.uri(), 4);
        try (ProbeClient camera = new ProbeClient(broker.uri())) {
            camera.publish(TOPIC + "frame", new byte[0], false, Map.of());
        }

        Delivery delivery = Await.next(deliveries);

        assertThat(delivery.incoming().frame().image().byteCount()).isZero();
        assertThat(delivery.id()).contains("-e3b0c44298fc1c14");
    }

    @Test
    void frame_retained_doesNotActAgain() throws Exception {
        MosquittoProcess broker = broker();
        try (ProbeClient camera = new ProbeClient(broker.uri())) {
            camera.publish(TOPIC + "frame", new byte[] {1}, true, Map.of("frame-id", "old"));
            connected(broker.uri(), 4);
            send(camera, "new", new byte[] {1});
        }

        assertThat(Await.next(deliveries).id()).isEqualTo("new");
    }

    @Test
    void frames_ofFiveMegabytes_arriveWhole() throws Exception {
        MosquittoProcess broker = broker();
        MqttGateway gateway = connected(broker.uri(), 2);
        byte[] large = new byte[5_000_000];
        new Random(5).nextBytes(large);
        try (ProbeClient camera = new ProbeClient(broker.uri())) {
            for (int i = 0; i < 20; i++) {
                send(camera, "f" + i, large);
                Delivery delivery = Await.next(deliveries);
                assertThat(delivery.incoming().frame().image().bytes()).isEqualTo(ByteBuffer.wrap(large));
                delivery.acknowledgement().done();
            }
        }
        assertThat(gateway.state().reconnects()).isZero();
    }

    @Test
    void frames_inFlight_areNeverMoreThanAllowed() throws Exception {
        MosquittoProcess broker = broker();
        MqttGateway gateway = connected(broker.uri(), 3);
        List<Delivery> held = new ArrayList<>();
        try (ProbeClient camera = new ProbeClient(broker.uri())) {
            for (int i = 0; i < 60; i++) {
                send(camera, "f" + i, new byte[10_000]);
            }
        }
        Set<String> seen = new TreeSet<>();
        for (int i = 0; i < 60; i++) {
            Delivery delivery = Await.next(deliveries);
            seen.add(delivery.id());
            held.add(delivery);
            assertThat(gateway.counters().framesInFlight()).isLessThanOrEqualTo(3);
            if (held.size() == 3) {
                assertThat(deliveries.poll(20, TimeUnit.MILLISECONDS)).isNull();
                held.remove(0).acknowledgement().done();
            }
        }

        assertThat(seen).hasSize(60);
    }

    @Test
    void frames_pipelineStalledLongerThanKeepAlive_allArriveInTheEnd() throws Exception {
        MosquittoProcess broker = broker();
        connected(broker.uri(), 1);
        try (ProbeClient camera = new ProbeClient(broker.uri())) {
            for (int i = 0; i < 40; i++) {
                send(camera, "f" + i, new byte[100_000]);
            }
        }
        Delivery stalled = Await.next(deliveries);
        assertThat(deliveries.poll(5, TimeUnit.SECONDS)).isNull();
        stalled.acknowledgement().done();

        Set<String> seen = new TreeSet<>(Set.of(stalled.id()));
        while (seen.size() < 40) {
            Delivery delivery = Await.next(deliveries);
            seen.add(delivery.id());
            delivery.acknowledgement().done();
        }
        assertThat(seen).hasSize(40);
    }

    @Test
    void acknowledgement_twice_releasesOnce() throws Exception {
        MosquittoProcess broker = broker();
        MqttGateway gateway = connected(broker.uri(), 2);
        try (ProbeClient camera = new ProbeClient(broker.uri())) {
            send(camera, "a", new byte[] {1});
            Delivery delivery = Await.next(deliveries);
            delivery.acknowledgement().done();
            delivery.acknowledgement().done();
            send(camera, "b", new byte[] {1});
            Await.next(deliveries);
        }

        assertThat(gateway.counters().framesInFlight()).isEqualTo(1);
    }

    @Test
    void brokerRestarted_unacknowledgedFrameComesAgain_andLaterOnesArrive() throws Exception {
        MosquittoProcess broker = broker();
        MqttGateway gateway = connected(broker.uri(), 2);
        try (ProbeClient camera = new ProbeClient(broker.uri())) {
            send(camera, "before", new byte[] {1});
        }
        Delivery lost = Await.next(deliveries);

        ProcessHandle.of(broker.pid().orElseThrow()).orElseThrow().destroy();
        Await.until("loss", () -> gateway.state().lastError().isPresent());
        lost.acknowledgement().done();
        assertThat(gateway.awaitConnected(Await.LIMIT)).isTrue();
        try (ProbeClient camera = new ProbeClient(broker.uri())) {
            send(camera, "after", new byte[] {1});
        }

        assertThat(Await.next(deliveries).id()).isEqualTo("before");
        assertThat(Await.next(deliveries).id()).isEqualTo("after");
        assertThat(gateway.state().reconnects()).isEqualTo(1);
    }

    @Test
    void verdict_published_carriesCloudEventsAttributes() throws Exception {
        MosquittoProcess broker = broker();
        ProbeClient plc = opened(new ProbeClient(broker.uri(), TOPIC + "verdict"));
        MqttGateway gateway = connected(broker.uri(), 2);
        OutgoingEvent event = verdict();

        gateway.publishVerdict(event).get(5, TimeUnit.SECONDS);

        Arrival arrival = plc.next();
        assertThat(StandardCharsets.UTF_8.encode(arrival.text())).isEqualTo(event.payload());
        assertThat(arrival.message().getQos()).isEqualTo(1);
        assertThat(arrival.message().isRetained()).isFalse();
        assertThat(arrival.message().getProperties().getContentType()).isEqualTo("application/json");
        assertThat(arrival.message().getProperties().getUserProperties())
                .contains(
                        new UserProperty("specversion", "1.0"),
                        new UserProperty("id", event.eventId()),
                        new UserProperty("source", "/winnow/ulm/line1/cam1"),
                        new UserProperty("type", "io.winnow.verdict.v1"),
                        new UserProperty("dataschema", "urn:winnow:schema:verdict:1"));
    }

    @Test
    void verdict_offline_failsAtOnceAndWorksAgainOnceTheBrokerIsThere() throws Exception {
        MosquittoProcess broker = MosquittoProcess.start(folder, true, OptionalInt.empty());
        int port = broker.port();
        broker.close();
        MqttGateway gateway = gateway(URI.create("tcp://127.0.0.1:" + port), 2);

        assertThatThrownBy(() -> gateway.publishVerdict(verdict()).get(1, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(PublishException.class);
        assertThat(gateway.state().connected()).isFalse();
        Await.until("error", () -> gateway.state().lastError().isPresent());
        assertThat(gateway.state().lastError().orElseThrow()).contains("Connection refused");
        assertThat(gateway.counters().publishFailures()).isEqualTo(1);

        broker(OptionalInt.of(port));
        assertThat(gateway.awaitConnected(Await.LIMIT)).isTrue();
        gateway.publishVerdict(verdict()).get(5, TimeUnit.SECONDS);
        assertThat(gateway.counters().published()).isEqualTo(1);
    }

    @Test
    void state_isRetained_andRepeatedAfterReconnect_andOfflineWhenClosed() throws Exception {
        MosquittoProcess broker = broker();
        MqttGateway gateway = connected(broker.uri(), 2);
        gateway.publishState("inspecting", "model v7 serves").get(5, TimeUnit.SECONDS);

        JsonNode retained = state(broker);
        assertThat(retained.get("state").asText()).isEqualTo("inspecting");
        assertThat(retained.get("station_id").asText()).isEqualTo("cam-1");
        assertThat(retained.get("at").asText()).endsWith("Z");

        ProcessHandle.of(broker.pid().orElseThrow()).orElseThrow().destroyForcibly();
        Await.until(
                "reconnect",
                () -> gateway.state().reconnects() == 1 && gateway.state().connected());
        Await.until("repeated state", () -> gateway.counters().published() == 2);
        assertThat(state(broker).get("state").asText()).isEqualTo("inspecting");

        gateway.close();
        assertThat(state(broker).get("state").asText()).isEqualTo("offline");
        assertThat(gateway.state().phase()).isEqualTo(ConnectionState.Phase.CLOSED);
    }

    @Test
    void models_published_areRetainedForWhoeverComesLater() throws Exception {
        MosquittoProcess broker = broker();
        MqttGateway gateway = connected(broker.uri(), 2);

        gateway.publishModels("{\"station_id\": \"cam-1\"}").get(5, TimeUnit.SECONDS);

        ProbeClient later = opened(new ProbeClient(broker.uri(), TOPIC + "models"));
        assertThat(MAPPER.readTree(later.next().text()).get("station_id").asText())
                .isEqualTo("cam-1");
    }

    private static JsonNode state(MosquittoProcess broker) throws Exception {
        try (ProbeClient person = new ProbeClient(broker.uri(), TOPIC + "state")) {
            Arrival arrival = person.next();
            assertThat(arrival.message().isRetained()).isTrue();
            return MAPPER.readTree(arrival.text());
        }
    }

    @Test
    void lastWill_serviceGone_saysOffline() throws Exception {
        MosquittoProcess broker = broker();
        ProbeClient person = opened(new ProbeClient(broker.uri(), TOPIC + "state"));
        CuttableProxy network = opened(new CuttableProxy(broker.port()));
        MqttGateway gateway = connected(network.uri(), 2);
        gateway.publishState("collecting", "60 of 200 frames").get(5, TimeUnit.SECONDS);
        assertThat(MAPPER.readTree(person.next().text()).get("state").asText()).isEqualTo("collecting");

        network.cut();

        JsonNode will = MAPPER.readTree(person.next().text());
        assertThat(will.get("state").asText()).isEqualTo("offline");
        assertThat(will.get("at").isNull()).isTrue();
    }

    @Test
    void refit_commanded_isPassedOnOnceAndAnswered() throws Exception {
        MosquittoProcess broker = broker();
        ProbeClient person = opened(new ProbeClient(broker.uri(), TOPIC + "ack"));
        connected(broker.uri(), 2);
        byte[] command =
                "{\"command_id\":\"c-1\",\"strategy\":\"sroc\",\"ratio\":0.1}".getBytes(StandardCharsets.UTF_8);

        person.publish(TOPIC + "cmd/refit", command, false, Map.of());
        person.publish(TOPIC + "cmd/refit", command, false, Map.of());

        for (int i = 0; i < 2; i++) {
            JsonNode answer = MAPPER.readTree(person.next().text());
            assertThat(answer.get("command_id").asText()).isEqualTo("c-1");
            assertThat(answer.get("status").asText()).isEqualTo("accepted");
            assertThat(answer.get("job_id").asText()).isEqualTo("job-1");
        }
        assertThat(Await.next(commands).strategy()).contains("sroc");
        assertThat(commands).isEmpty();
    }

    @Test
    void refit_malformed_isRejectedWithReason() throws Exception {
        MosquittoProcess broker = broker();
        ProbeClient person = opened(new ProbeClient(broker.uri(), TOPIC + "ack"));
        connected(broker.uri(), 2);

        person.publish(
                TOPIC + "cmd/refit",
                "{\"command_id\":\"c\",\"ratio\":2}".getBytes(StandardCharsets.UTF_8),
                false,
                Map.of());

        JsonNode answer = MAPPER.readTree(person.next().text());
        assertThat(answer.get("status").asText()).isEqualTo("rejected");
        assertThat(answer.get("message").asText()).isEqualTo("ratio must be a number, 0 <= ratio < 1");
        assertThat(commands).isEmpty();
    }

    @Test
    void truth_published_isTold() throws Exception {
        MosquittoProcess broker = broker();
        connected(broker.uri(), 2);
        try (ProbeClient camera = new ProbeClient(broker.uri())) {
            camera.publish(TOPIC + "truth", new byte[] {9}, false, Map.of("frame-id", "a", "defect-type", "scratch"));
            camera.publish(TOPIC + "truth", new byte[0], false, Map.of("frame-id", "b"));
            camera.publish(TOPIC + "truth", new byte[0], false, Map.of());
            camera.publish(TOPIC + "truth", new byte[0], false, Map.of("frame-id", "c"));
        }

        Told defect = Await.next(truths);
        assertThat(defect.frame().value()).isEqualTo("a");
        assertThat(defect.truth().defective()).isTrue();
        assertThat(defect.truth().defectType()).contains("scratch");
        assertThat(defect.truth().maskPng()).contains(ByteBuffer.wrap(new byte[] {9}));
        assertThat(Await.next(truths).truth().defective()).isFalse();
        assertThat(Await.next(truths).frame().value()).isEqualTo("c");
    }
}
