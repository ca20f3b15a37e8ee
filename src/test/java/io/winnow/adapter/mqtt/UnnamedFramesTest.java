package io.winnow.adapter.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.camera.IncomingFrame;
import io.winnow.core.camera.StationAddress;
import io.winnow.core.inspection.StationId;
import io.winnow.testing.Await;
import io.winnow.testing.ProbeClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnnamedFramesTest {
    private static final byte[] IMAGE = {1, 2, 3};

    private final BlockingQueue<IncomingFrame> frames = new LinkedBlockingQueue<>();

    private final Path folder;

    UnnamedFramesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private MqttGateway gateway(URI broker) {
        MqttSettings settings = new MqttSettings(
                broker,
                BrokerAccess.ANONYMOUS,
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofHours(1),
                Duration.ofMillis(20),
                Duration.ofMillis(200));
        return MqttGateway.open(
                new GatewaySettings(
                        settings,
                        new StationId("cam-1"),
                        new StationAddress("ulm", "line1", "cam1"),
                        "test",
                        4,
                        Optional.empty(),
                        false),
                new StationHandler(
                        (frame, acknowledgement) -> frames.add(frame),
                        (command, answer) -> {},
                        (station, frame, truth) -> {}),
                InstantSource.system());
    }

    private static void send(URI broker) throws Exception {
        try (ProbeClient camera = new ProbeClient(broker)) {
            camera.publish("winnow/ulm/line1/cam1/frame", IMAGE, false, Map.of());
        }
    }

    @Test
    void frameWithoutIdAndTime_deliveredAgain_hasTheNameAndTimeOfItsFirstArrival_andTheNextOneDoesNot()
            throws Exception {
        MosquittoProcess broker = MosquittoProcess.start(folder, true, OptionalInt.empty());
        try (MqttGateway gateway = gateway(broker.uri())) {
            assertThat(gateway.awaitConnected(Await.LIMIT)).isTrue();
            send(broker.uri());
            IncomingFrame first = Await.next(frames);
            broker.close();
            broker = MosquittoProcess.start(folder, true, OptionalInt.of(broker.port()));
            IncomingFrame again = Await.next(frames);
            send(broker.uri());
            IncomingFrame other = Await.next(frames);

            assertThat(again.frame().id()).isEqualTo(first.frame().id());
            assertThat(again.frame().capturedAt()).isEqualTo(first.frame().capturedAt());
            assertThat(other.frame().id())
                    .as("the same picture sent anew")
                    .isNotEqualTo(first.frame().id());
        } finally {
            broker.close();
        }
    }
}
