package io.winnow.testing;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/** A plain client on the other side of the broker: a camera, a PLC, a person at a terminal. */
public final class ProbeClient implements MqttCallback, AutoCloseable {
    /** A message that arrived. */
    public record Arrival(String topic, MqttMessage message) {
        public String text() {
            return new String(message.getPayload(), StandardCharsets.UTF_8);
        }
    }

    private final MqttClient client;
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();

    public ProbeClient(URI broker, String... filters) throws MqttException {
        client = new MqttClient(broker.toString(), "probe-" + UUID.randomUUID(), new MemoryPersistence());
        client.setCallback(this);
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(true);
        client.connect(options);
        for (String filter : filters) {
            client.subscribe(filter, 1);
        }
    }

    public void publish(String topic, byte[] payload, boolean retained, Map<String, String> properties)
            throws MqttException {
        List<UserProperty> all = new ArrayList<>();
        properties.forEach((name, value) -> all.add(new UserProperty(name, value)));
        MqttProperties mqtt = new MqttProperties();
        mqtt.setUserProperties(all);
        client.publish(topic, new MqttMessage(payload, 1, retained, mqtt));
    }

    /** The next message, however long it takes. */
    public Arrival take() throws InterruptedException {
        return arrivals.take();
    }

    /** The next message, or a failure when none comes. */
    public Arrival next() throws InterruptedException {
        return Await.next(arrivals);
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        arrivals.add(new Arrival(topic, message));
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {}

    @Override
    public void mqttErrorOccurred(MqttException exception) {}

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {}

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {}

    @Override
    public void close() throws MqttException {
        if (client.isConnected()) {
            client.disconnect();
        }
        client.close();
    }
}
