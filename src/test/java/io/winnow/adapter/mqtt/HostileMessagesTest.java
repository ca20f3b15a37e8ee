package io.winnow.adapter.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.camera.IncomingFrame;
import io.winnow.core.camera.StationAddress;
import io.winnow.core.image.ContentHash;
import io.winnow.core.inspection.StationId;
import io.winnow.testing.Await;
import io.winnow.testing.ProbeClient;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that are broken, too large or mean harm: each has its refusal, and the next good one arrives all the same. */
class HostileMessagesTest {
    private static final String TOPIC = "winnow/ulm/line1/cam1/";
    private static final int MOST_BYTES = 10_000;

    private final Path folder;
    private final BlockingQueue<IncomingFrame> frames = new LinkedBlockingQueue<>();
    private final BlockingQueue<MessageRefusal> refusals = new LinkedBlockingQueue<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    HostileMessagesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private MosquittoProcess broker() throws IOException {
        MosquittoProcess broker = MosquittoProcess.start(folder, false, OptionalInt.empty());
        open.add(broker);
        return broker;
    }

    private void connect(URI broker) {
        GatewaySettings settings = new GatewaySettings(
                MqttSettings.of(broker),
                new StationId("cam-1"),
                new StationAddress("ulm", "line1", "cam1"),
                "test",
                4,
                Optional.empty(),
                true,
                Duty.ALL,
                MOST_BYTES);
        StationHandler handler = new StationHandler(
                (frame, acknowledgement) -> {
                    frames.add(frame);
                    acknowledgement.done();
                },
                (command, answer) -> {},
                (station, frame, truth) -> {},
                refusals::add);
        open.add(MqttGateway.open(settings, handler, InstantSource.system()));
    }

    private void awaitConnected() throws InterruptedException {
        assertThat(((MqttGateway) open.get(open.size() - 1)).awaitConnected(Await.LIMIT))
                .isTrue();
    }

    @Test
    void frame_aboveTheLimit_isHandedOverWithoutItsBytes() throws Exception {
        MosquittoProcess broker = broker();
        connect(broker.uri());
        awaitConnected();
        byte[] large = new byte[MOST_BYTES + 1];
        try (ProbeClient camera = new ProbeClient(broker.uri())) {
            camera.publish(TOPIC + "frame", large, false, Map.of("frame-id", "large"));
        }

        IncomingFrame arrived = Await.next(frames);

        assertThat(arrived.frame().id().value()).isEqualTo("large");
        assertThat(arrived.frame().image().byteCount()).isEqualTo(large.length);
        assertThat(arrived.frame().image().complete()).isFalse();
        assertThat(arrived.frame().image().bytes().hasRemaining()).isFalse();
        assertThat(arrived.frame().image().hash()).isEqualTo(ContentHash.of(ByteBuffer.wrap(large)));
    }

    /** The broker drops it: it would have to be held in memory whole. */
    @Test
    void frame_farAboveTheLimit_neverArrivesAndTheNextDoes() throws Exception {
        MosquittoProcess broker = broker();
        connect(broker.uri());
        awaitConnected();
        try (ProbeClient camera = new ProbeClient(broker.uri())) {
            camera.publish(TOPIC + "frame", new byte[1 << 20], false, Map.of("frame-id", "huge"));
            camera.publish(TOPIC + "frame", new byte[] {1}, false, Map.of("frame-id", "next"));
        }

        assertThat(Await.next(frames).frame().id().value()).isEqualTo("next");
    }

    @Test
    void manyHugeProperties_areMadeSaneAndNoted() throws Exception {
        MosquittoProcess broker = broker();
        connect(broker.uri());
        awaitConnected();
        Map<String, String> properties = new java.util.LinkedHashMap<>();
        properties.put("frame-id", "../../etc/passwd");
        properties.put("part-id", "x".repeat(20_000));
        for (int i = 0; i < 2_000; i++) {
            properties.put("p" + i, "v");
        }
        try (ProbeClient camera = new ProbeClient(broker.uri())) {
            camera.publish(TOPIC + "frame", new byte[] {1}, false, properties);
        }

        IncomingFrame arrived = Await.next(frames);

        assertThat(arrived.frame().id().value()).matches("[0-9TZ.]+-[0-9a-f]{16}");
        assertThat(arrived.frame().partId().orElseThrow()).hasSize(128);
        assertThat(arrived.notes())
                .extracting(note -> note.property() + " " + note.kind())
                .containsExactlyInAnyOrder("frame-id MALFORMED", "captured-at MISSING", "part-id TOO_LONG");
    }

    @Test
    void messagesThatAreNotTaken_areTold() throws Exception {
        MosquittoProcess broker = broker();
        connect(broker.uri());
        awaitConnected();
        try (ProbeClient somebody = new ProbeClient(broker.uri())) {
            somebody.publish(TOPIC + "cmd/refit", "[".repeat(5_000).getBytes(StandardCharsets.UTF_8), false, Map.of());
            assertThat(Await.next(refusals)).isEqualTo(MessageRefusal.MALFORMED_COMMAND);
            somebody.publish(TOPIC + "truth", new byte[] {1}, false, Map.of("frame-id", "a/b"));
            assertThat(Await.next(refusals)).isEqualTo(MessageRefusal.TRUTH_WITHOUT_FRAME);
            somebody.publish(TOPIC + "truth", new byte[MOST_BYTES + 1], false, Map.of("frame-id", "a"));
            assertThat(Await.next(refusals)).isEqualTo(MessageRefusal.TRUTH_TOO_LARGE);
            somebody.publish(TOPIC + "frame", new byte[] {1}, true, Map.of());
            assertThat(Await.next(refusals)).isEqualTo(MessageRefusal.RETAINED_FRAME);
        }
    }

    /** Mosquitto would refuse these; another broker may not. */
    @Test
    void packetsThatBreakTheProtocol_endTheirConnectionAndNothingElse() throws Exception {
        byte[] topic = (TOPIC + "frame").getBytes(StandardCharsets.UTF_8);
        List<byte[]> hostile = List.of(
                publish(topic, new byte[] {0x26, 0, 2, (byte) 0xc3, 0x28, 0, 1, 'x'}), // a name that is no UTF-8
                publish(topic, new byte[] {0x26, 0x7f, 0x7f, 'a'}), // a text longer than its packet
                publish(topic, new byte[] {0x7f, 1, 2, 3}), // a property that there is not
                publish(Arrays.copyOf(topic, 3), new byte[0]),
                publish(Arrays.copyOf(topic, topic.length + 1), new byte[0]), // a topic with a NUL
                new byte[] {0x32, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 1}); // a length that never ends
        try (RawBroker broker = new RawBroker(hostile, publish(topic, new byte[0]))) {
            connect(broker.uri());

            IncomingFrame arrived = Await.next(frames);

            assertThat(arrived.frame().image().toByteArray()).containsExactly('o', 'k');
        }
    }

    private static byte[] publish(byte[] topic, byte[] properties) {
        ByteBuffer body = ByteBuffer.allocate(2 + topic.length + 2 + 1 + properties.length + 2);
        body.putShort((short) topic.length).put(topic).putShort((short) 1);
        body.put((byte) properties.length).put(properties).put(new byte[] {'o', 'k'});
        return ByteBuffer.allocate(2 + body.capacity())
                .put((byte) 0x32)
                .put((byte) body.capacity())
                .put(body.array())
                .array();
    }
}
