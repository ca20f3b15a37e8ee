package io.winnow.adapter.mqtt;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;

/**
 * What concerns the whole site on an MQTT 5 broker: commands that change the configuration, answers to them, and the retained version.
 * Reconnects by itself; publishing never throws and never waits. Thread-safe.
 */
public final class SiteGateway implements AutoCloseable {
    private static final Logger LOG = System.getLogger(SiteGateway.class.getName());

    /** Takes commands that change the configuration. */
    @FunctionalInterface
    public interface ConfigurationHandler {
        /**
         * Begins a change or refuses it. A command that comes twice under the same id is passed on once.
         *
         * @param answer publishes an answer; may be called more than once, from any thread
         */
        void onChange(ConfigurationCommand command, Consumer<CommandReply> answer);
    }

    private final String topics;
    private final ConfigurationHandler handler;
    private final InstantSource clock;
    private final CommandAnswers answers = new CommandAnswers();
    private final MqttConnection connection;
    private volatile @Nullable String lastConfiguration;

    private SiteGateway(
            MqttSettings broker, String site, String clientId, ConfigurationHandler handler, InstantSource clock) {
        this.topics = "winnow/" + site;
        this.handler = handler;
        this.clock = clock;
        this.connection = new MqttConnection(
                broker, clientId + "-site", new Subscriptions(List.of(commands())), new Owner(), clock);
    }

    /**
     * Starts to connect and returns at once; a broker that is not there yet is waited for.
     *
     * @param clientId prefix of the client id, the same after a restart
     */
    public static SiteGateway open(
            MqttSettings broker, String site, String clientId, ConfigurationHandler handler, InstantSource clock) {
        SiteGateway gateway = new SiteGateway(broker, site, clientId, handler, clock);
        gateway.connection.start();
        return gateway;
    }

    private String commands() {
        return topics + "/cmd/config";
    }

    /** Publishes the retained version of the configuration, now and after each reconnect: one JSON object. */
    public CompletableFuture<Void> publishConfiguration(String json) {
        lastConfiguration = json;
        return publish("config", json, true);
    }

    private CompletableFuture<Void> publish(String leaf, String json, boolean retained) {
        MqttProperties properties = new MqttProperties();
        properties.setContentType("application/json");
        properties.setPayloadFormat(true);
        MqttMessage message = new MqttMessage(json.getBytes(StandardCharsets.UTF_8), 1, retained, properties);
        String topic = topics + "/" + leaf;
        return connection.publish(topic, message).whenComplete((nothing, failure) -> {
            if (failure != null) {
                LOG.log(Level.DEBUG, "not published to {0}: {1}", topic, failure.getMessage());
            }
        });
    }

    private void change(MqttMessage message) {
        ConfigurationCommand command;
        try {
            command = ConfigurationCommand.parse(message.getPayload());
        } catch (CommandJson.MalformedException e) {
            answer(e.commandId(), CommandReply.rejected(String.valueOf(e.getMessage())));
            return;
        }
        String id = command.commandId();
        Optional<Optional<CommandReply>> earlier = answers.begin(id);
        if (earlier.isEmpty()) {
            handler.onChange(command, reply -> answer(id, reply));
        } else {
            earlier.get().ifPresent(reply -> answer(id, reply));
        }
    }

    private void answer(String commandId, CommandReply reply) {
        answers.answered(commandId, reply);
        publish("ack", reply.toJson(commandId, null, clock.instant()), false);
    }

    /** What the connection is told to do. */
    private final class Owner implements MqttConnection.Owner {
        private static final long PROPERTIES_BYTES = 1 << 16;

        @Override
        public void prepare(MqttConnectionOptions options) {
            options.setMaximumPacketSize(ConfigurationCommand.LONGEST + PROPERTIES_BYTES);
        }

        @Override
        public void connected() {
            String configuration = lastConfiguration;
            if (configuration != null) {
                publish("config", configuration, true);
            }
        }

        @Override
        public void arrived(MqttSession session, String topic, MqttMessage message) {
            if (message.isRetained()) {
                LOG.log(Level.WARNING, "a retained message on {0} was ignored", topic);
            } else if (topic.equals(commands())) {
                change(message);
            }
            session.acknowledge(message);
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
