package io.winnow.adapter.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.core.camera.Acknowledgement;
import io.winnow.core.camera.IncomingFrame;
import io.winnow.core.camera.Shot;
import io.winnow.core.camera.StationAddress;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.StationId;
import io.winnow.testing.Await;
import io.winnow.testing.GuardedBroker;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Winnow at a broker that lets nobody in unasked. */
class GuardedBrokerTest {
    private static final StationAddress ADDRESS = new StationAddress("ulm", "line1", "cam1");

    private final Path folder;
    private final BlockingQueue<IncomingFrame> frames = new LinkedBlockingQueue<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final GuardedBroker broker;

    GuardedBrokerTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
        this.broker = new GuardedBroker(folder);
    }

    @BeforeEach
    void closeBrokerLast() {
        open.add(broker);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private static MqttSettings settings(URI broker, BrokerAccess access) {
        return new MqttSettings(
                broker,
                access,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofHours(1),
                Duration.ofMillis(20),
                Duration.ofMillis(200));
    }

    private MqttGateway gateway(URI uri, BrokerAccess access) {
        StationHandler handler = new StationHandler(this::take, (command, answer) -> {}, (station, frame, truth) -> {});
        MqttGateway gateway = MqttGateway.open(
                new GatewaySettings(
                        settings(uri, access), new StationId("cam-1"), ADDRESS, "test", 4, Optional.empty(), false),
                handler,
                InstantSource.system());
        open.add(gateway);
        return gateway;
    }

    private void take(IncomingFrame frame, Acknowledgement acknowledgement) {
        frames.add(frame);
        acknowledgement.done();
    }

    private BrokerAccess access(String user, BrokerAccess.Password password) {
        return new BrokerAccess(Optional.of(new BrokerAccess.Credentials(user, password)), trusting());
    }

    private TlsFiles trusting() {
        return new TlsFiles(Optional.of(broker.authorities()), Optional.empty(), Optional.empty());
    }

    private BrokerAccess winnow() {
        return access(GuardedBroker.WINNOW, () -> "first secret");
    }

    private static String awaitRefusal(MqttGateway gateway) {
        return Await.until(
                "a refusal", Duration.ofSeconds(20), () -> gateway.state().lastError());
    }

    private void requireFrameArrives(String id) throws Exception {
        try (MqttCameraLink camera = camera(ADDRESS)) {
            camera.sendFrame(shot(id), Instant.now()).get(10, TimeUnit.SECONDS);
        }
        assertThat(Await.next(frames).frame().id()).isEqualTo(new FrameId(id));
    }

    private MqttCameraLink camera(StationAddress address) throws IOException {
        return MqttCameraLink.open(
                settings(broker.uri(), access(GuardedBroker.CAMERA, () -> "camera secret")), address);
    }

    private static Shot shot(String id) {
        EncodedImage image = EncodedImage.adopt(new byte[] {1, 2, 3});
        return new Shot(new FrameId(id), image, Optional.empty(), Optional.empty());
    }

    @Test
    void password_overTls_frameArrives() throws Exception {
        assertThat(gateway(broker.uri(), winnow()).awaitConnected(Await.LIMIT)).isTrue();

        requireFrameArrives("f1");
    }

    @Test
    void clientCertificate_insteadOfPassword_isEnough() throws Exception {
        TlsFiles tls = new TlsFiles(
                Optional.of(broker.authorities()),
                Optional.of(broker.clientCertificate()),
                Optional.of(broker.clientKey()));

        MqttGateway gateway = gateway(broker.uriForCertificates(), new BrokerAccess(Optional.empty(), tls));

        assertThat(gateway.awaitConnected(Await.LIMIT)).isTrue();
        requireFrameArrives("f1");
    }

    @Test
    void clientCertificate_missing_isRefused() {
        MqttGateway gateway = gateway(broker.uriForCertificates(), new BrokerAccess(Optional.empty(), trusting()));

        assertThat(awaitRefusal(gateway)).isNotBlank();
        assertThat(gateway.state().connected()).isFalse();
    }

    @Test
    void password_wrong_saysNotAuthorised() {
        MqttGateway gateway = gateway(broker.uri(), access(GuardedBroker.WINNOW, () -> "guess"));

        assertThat(awaitRefusal(gateway)).containsIgnoringCase("not authorized").doesNotContain("guess");
        assertThat(gateway.state().connected()).isFalse();
    }

    @Test
    void certificateOfTheBroker_notVouchedFor_isNotTrusted() {
        MqttGateway gateway = gateway(
                broker.uri(),
                new BrokerAccess(
                        Optional.of(new BrokerAccess.Credentials(GuardedBroker.WINNOW, () -> "first secret")),
                        TlsFiles.NONE));

        assertThat(awaitRefusal(gateway)).contains("unable to find valid certification path");
        assertThat(gateway.state().connected()).isFalse();
    }

    @Test
    void certificateOfTheBroker_forAnotherHost_isNotTrusted() {
        MqttGateway gateway = gateway(broker.uriByAddress(), winnow());

        assertThat(awaitRefusal(gateway)).contains("127.0.0.1");
        assertThat(gateway.state().connected()).isFalse();
    }

    @Test
    void password_changedWhileRunning_isReadAgain() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "first secret");
        MqttGateway gateway = gateway(broker.uri(), access(GuardedBroker.WINNOW, () -> Files.readString(secret)));
        assertThat(gateway.awaitConnected(Await.LIMIT)).isTrue();

        broker.account(GuardedBroker.WINNOW, "second secret");
        broker.restart();
        Await.until("a refusal", Duration.ofSeconds(20), () -> gateway.state()
                .lastError()
                .filter(error -> error.toLowerCase(Locale.ROOT).contains("not authorized")));
        Files.writeString(secret, "second secret");

        assertThat(gateway.awaitConnected(Await.LIMIT)).isTrue();
        requireFrameArrives("f1");
    }

    @Test
    void passwordFile_gone_isTheReasonAndComesBack() throws Exception {
        Path secret = folder.resolve("secret");
        MqttGateway gateway = gateway(broker.uri(), access(GuardedBroker.WINNOW, () -> Files.readString(secret)));

        assertThat(awaitRefusal(gateway)).contains(secret.toString());
        Files.writeString(secret, "first secret");

        assertThat(gateway.awaitConnected(Await.LIMIT)).isTrue();
    }

    @Test
    void camera_speaksForAnother_reachesNobody() throws Exception {
        assertThat(gateway(broker.uri(), winnow()).awaitConnected(Await.LIMIT)).isTrue();
        try (MqttCameraLink camera = camera(new StationAddress("ulm", "line1", "cam2"))) {
            assertThatThrownBy(() -> camera.sendFrame(shot("f1"), Instant.now()).get(10, TimeUnit.SECONDS))
                    .hasMessageContaining("0x87");
        }
        assertThat(frames).isEmpty();
    }
}
