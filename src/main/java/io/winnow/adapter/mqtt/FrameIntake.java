package io.winnow.adapter.mqtt;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.winnow.core.camera.Acknowledgement;
import io.winnow.core.camera.FrameSink;
import io.winnow.core.camera.IncomingFrame;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.inspection.CapturedFrame;
import io.winnow.core.inspection.StationId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/**
 * Takes frames off their own connection, never more than the station can hold.
 *
 * <p>Mosquitto 2.0.11 keeps to Receive Maximum only until the first acknowledgement, so the bound is kept here: a frame
 * above it waits in Paho's reading thread, and TCP holds the broker back. That is why frames have a connection of their own:
 * verdicts and commands must not wait behind them.
 */
final class FrameIntake implements MqttConnection.Owner {
    private static final Logger LOG = System.getLogger(FrameIntake.class.getName());

    private final StationId station;
    private final FrameSink sink;
    private final InstantSource clock;
    private final int most;
    private final int mostFrameBytes;
    private final long mostPacketBytes;
    private final StationHandler.RefusalListener refusals;
    private final Semaphore free;
    private final Redeliveries redelivered;

    final LongAdder received = new LongAdder();
    final LongAdder bytes = new LongAdder();
    final LongAdder ignored = new LongAdder();

    FrameIntake(GatewaySettings settings, StationHandler handler, InstantSource clock) {
        this.station = settings.station();
        this.sink = handler.frames();
        this.refusals = handler.refusals();
        this.clock = clock;
        this.most = settings.framesInFlight();
        this.mostFrameBytes = settings.mostFrameBytes();
        this.mostPacketBytes = settings.mostPacketBytes();
        this.free = new Semaphore(most);
        this.redelivered = new Redeliveries(most);
    }

    int inFlight() {
        return most - free.availablePermits();
    }

    @Override
    public void prepare(MqttConnectionOptions options) {
        options.setReceiveMaximum(most);
        options.setMaximumPacketSize(mostPacketBytes);
    }

    @Override
    public void connected() {
        // Nothing to say on this connection.
    }

    @Override
    public void arrived(MqttSession session, String topic, MqttMessage message) throws InterruptedException {
        if (message.isRetained()) {
            ignored.increment();
            refusals.refused(MessageRefusal.RETAINED_FRAME);
            LOG.log(Level.WARNING, "{0}: a retained message on the frame topic was ignored", station);
            session.acknowledge(message);
            return;
        }
        while (!free.tryAcquire(50, MILLISECONDS)) {
            if (!session.live()) {
                return;
            }
        }
        handOver(session, message);
    }

    private void handOver(MqttSession session, MqttMessage message) {
        Place place = new Place(session, message);
        try {
            sink.onFrame(frame(session, message), place);
        } catch (RuntimeException e) {
            place.notTaken();
            ignored.increment();
            throw e;
        }
    }

    /** A frame's place among those in flight. */
    private final class Place implements Acknowledgement {
        private final MqttSession session;
        private final MqttMessage message;
        private final AtomicBoolean open = new AtomicBoolean(true);

        private Place(MqttSession session, MqttMessage message) {
            this.session = session;
            this.message = message;
        }

        @Override
        public void done() {
            if (open.getAndSet(false)) {
                session.acknowledge(message);
                free.release();
            }
        }

        @Override
        public void notTaken() {
            if (open.getAndSet(false)) {
                free.release();
            }
        }
    }

    private IncomingFrame frame(MqttSession session, MqttMessage message) {
        EncodedImage image = image(message.getPayload());
        Instant arrivedAt =
                redelivered.firstArrival(session.identity(), message.getId(), image.hash(), clock.instant());
        FrameProperties properties = FrameProperties.read(userProperties(message), image.hash(), arrivedAt);
        received.increment();
        bytes.add(image.byteCount());
        CapturedFrame frame = new CapturedFrame(
                station,
                properties.id(),
                properties.capturedAt(),
                properties.partId(),
                properties.trigger(),
                properties.setting(),
                image);
        return new IncomingFrame(frame, arrivedAt, properties.notes());
    }

    /** Without its bytes where there are too many: nobody will decode them, and they must not fill the memory while they wait. */
    private EncodedImage image(byte[] payload) {
        EncodedImage image = EncodedImage.adopt(payload);
        return payload.length > mostFrameBytes ? image.withoutBytes() : image;
    }

    static List<Map.Entry<String, String>> userProperties(MqttMessage message) {
        MqttProperties properties = message.getProperties();
        return properties == null
                ? List.of()
                : properties.getUserProperties().stream()
                        .map(property -> Map.entry(property.getKey(), property.getValue()))
                        .toList();
    }
}
