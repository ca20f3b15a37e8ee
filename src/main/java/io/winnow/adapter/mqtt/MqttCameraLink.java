package io.winnow.adapter.mqtt;

import io.winnow.core.camera.CameraLink;
import io.winnow.core.camera.Shot;
import io.winnow.core.camera.StationAddress;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.review.TruthStore.FrameTruth;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/** Publishes frames at QoS 1 as a camera does, for simulation and replay. Thread-safe. */
public final class MqttCameraLink implements CameraLink {
    static final String DEFECT_TYPE = "defect-type";

    private final StationTopics topics;
    private final MqttConnection connection;

    private MqttCameraLink(MqttSettings settings, StationAddress station) {
        this.topics = new StationTopics(station);
        String clientId = "camera-" + station.camera() + "-"
                + UUID.randomUUID().toString().substring(0, 8);
        this.connection =
                new MqttConnection(settings, clientId, Subscriptions.NONE, new Silent(), InstantSource.system());
    }

    /**
     * Connects.
     *
     * @throws InterruptedIOException when the thread is interrupted, as it is afterwards
     * @throws IOException when it is not connected within the settings' connect timeout
     */
    public static MqttCameraLink open(MqttSettings settings, StationAddress station) throws IOException {
        MqttCameraLink link = new MqttCameraLink(settings, station);
        link.connection.start();
        boolean connected = false;
        try {
            connected = link.awaitConnected(settings.connectTimeout());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while connecting to broker " + settings.broker());
        } finally {
            if (!connected) {
                link.close();
            }
        }
        if (!connected) {
            throw new IOException("broker %s cannot be reached within %d s: %s"
                    .formatted(
                            settings.broker(),
                            settings.connectTimeout().toSeconds(),
                            link.connection.state().lastError().orElse("no answer")));
        }
        return link;
    }

    @Override
    public CompletableFuture<Void> sendFrame(Shot shot, Instant capturedAt) {
        List<UserProperty> properties = new ArrayList<>();
        properties.add(new UserProperty(FrameProperties.FRAME_ID, shot.id().value()));
        properties.add(new UserProperty(FrameProperties.CAPTURED_AT, capturedAt.toString()));
        shot.partId().ifPresent(part -> properties.add(new UserProperty(FrameProperties.PART_ID, part)));
        shot.setting().ifPresent(how -> properties.add(new UserProperty(FrameProperties.CAMERA_SETTING, how)));
        return connection.publish(
                topics.frame(), message(shot.image().toByteArray(), contentType(shot.image()), properties));
    }

    @Override
    public CompletableFuture<Void> sendTruth(Shot shot) {
        FrameTruth truth =
                shot.truth().orElseThrow(() -> new IllegalArgumentException("shot " + shot.id() + " has no truth"));
        List<UserProperty> properties = new ArrayList<>();
        properties.add(new UserProperty(FrameProperties.FRAME_ID, shot.id().value()));
        Optional<String> named =
                truth.defectType().or(() -> truth.defective() ? Optional.of("defect") : Optional.empty());
        named.ifPresent(type -> properties.add(new UserProperty(DEFECT_TYPE, type)));
        return connection.publish(topics.truth(), message(mask(truth), "image/png", properties));
    }

    @Override
    public boolean awaitConnected(Duration limit) throws InterruptedException {
        return connection.awaitConnected(limit);
    }

    @Override
    public void close() {
        connection.close();
    }

    private static byte[] mask(FrameTruth truth) {
        byte[] png = new byte[truth.maskPng().map(ByteBuffer::remaining).orElse(0)];
        truth.maskPng().ifPresent(mask -> mask.duplicate().get(png));
        return png;
    }

    private static String contentType(EncodedImage image) {
        boolean png = image.byteCount() > 0 && image.bytes().get(0) == (byte) 0x89;
        return png ? "image/png" : "image/jpeg";
    }

    private static MqttMessage message(byte[] payload, String contentType, List<UserProperty> userProperties) {
        MqttProperties properties = new MqttProperties();
        properties.setContentType(contentType);
        properties.setUserProperties(userProperties);
        return new MqttMessage(payload, 1, false, properties);
    }

    /** A camera subscribes to nothing and leaves no session behind. */
    private static final class Silent implements MqttConnection.Owner {
        @Override
        public void prepare(MqttConnectionOptions options) {
            options.setCleanStart(true);
            options.setSessionExpiryInterval(0L);
        }

        @Override
        public void connected() {
            // Frames that were lost on the way fail, and whoever sent them sends them again.
        }

        @Override
        public void arrived(MqttSession session, String topic, MqttMessage message) {
            session.acknowledge(message);
        }
    }
}
