package io.winnow.adapter.mqtt;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.OutgoingEvent;
import io.winnow.core.inspection.StationId;
import io.winnow.core.review.TruthStore.FrameTruth;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.jspecify.annotations.Nullable;

/** The station's second connection: verdicts, state and answers out; commands and truths in. Thread-safe. */
final class StationControl implements MqttConnection.Owner {
    private static final Logger LOG = System.getLogger(StationControl.class.getName());
    private static final String VERDICT_TYPE = "io.winnow.verdict.v1";
    /** Where one speaks for several, another one takes over within that time, and the station was never offline. */
    private static final long NEXT_SPEAKER_SECONDS = 30;

    /** What a station says of itself. A message is built for each sending: Paho changes those that it sent. */
    private record State(
            String name, String reason, @Nullable Instant at) {}

    private final StationTopics topics;
    private final StationId station;
    private final StationHandler handler;
    private final InstantSource clock;
    private final int mostFrameBytes;
    private final long mostPacketBytes;
    private final Duty duty;
    private final MqttConnection connection;
    private final CommandAnswers answers = new CommandAnswers();
    private @Nullable State lastState;
    private @Nullable String lastModels;

    final LongAdder published = new LongAdder();
    final LongAdder failures = new LongAdder();

    StationControl(GatewaySettings settings, StationHandler handler, InstantSource clock) {
        this.station = settings.station();
        this.topics = new StationTopics(settings.address());
        this.handler = handler;
        this.mostFrameBytes = settings.mostFrameBytes();
        this.mostPacketBytes = settings.mostPacketBytes();
        this.clock = clock;
        this.duty = settings.duty();
        List<String> commands = settings.truth() ? List.of(topics.refit(), topics.truth()) : List.of(topics.refit());
        List<String> filters = duty.speaks() ? commands : List.of();
        this.connection = new MqttConnection(
                settings.mqtt(),
                settings.clientId() + "-" + station + "-control",
                new Subscriptions(filters),
                this,
                clock);
    }

    MqttConnection connection() {
        return connection;
    }

    @Override
    public void prepare(MqttConnectionOptions options) {
        options.setMaximumPacketSize(mostPacketBytes);
        if (!duty.speaks()) {
            return;
        }
        // The broker sends it when we are gone, so nobody can say when: at is null.
        options.setWill(topics.state(), stateMessage(new State("offline", "the connection was lost", null)));
        if (duty == Duty.SPEAK) {
            MqttProperties later = new MqttProperties();
            later.setWillDelayInterval(NEXT_SPEAKER_SECONDS);
            options.setWillMessageProperties(later);
        }
    }

    @Override
    public void connected() {
        State state;
        String models;
        synchronized (this) {
            state = lastState;
            models = lastModels;
        }
        if (state != null) {
            publish(topics.state(), stateMessage(state));
        }
        if (models != null) {
            publish(topics.models(), modelsMessage(models));
        }
    }

    @Override
    public void arrived(MqttSession session, String topic, MqttMessage message) {
        if (message.isRetained()) {
            handler.refusals().refused(MessageRefusal.RETAINED_MESSAGE);
            LOG.log(Level.WARNING, "a retained message on {0} was ignored", topic);
        } else if (topic.equals(topics.refit())) {
            refit(message);
        } else if (topic.equals(topics.truth())) {
            truth(message);
        }
        session.acknowledge(message);
    }

    private void refit(MqttMessage message) {
        RefitCommand command;
        try {
            command = RefitCommand.parse(station, message.getPayload());
        } catch (CommandJson.MalformedException e) {
            handler.refusals().refused(MessageRefusal.MALFORMED_COMMAND);
            answer(e.commandId(), CommandReply.rejected(String.valueOf(e.getMessage())));
            return;
        }
        String id = command.commandId();
        Optional<Optional<CommandReply>> earlier = answers.begin(id);
        if (earlier.isEmpty()) {
            handler.refits().onRefit(command, reply -> answer(id, reply));
        } else {
            earlier.get().ifPresent(reply -> answer(id, reply));
        }
    }

    private void answer(String commandId, CommandReply reply) {
        answers.answered(commandId, reply);
        publish(topics.ack(), json(utf8(reply.toJson(commandId, station.value(), clock.instant())), List.of()));
    }

    private void truth(MqttMessage message) {
        List<Map.Entry<String, String>> given = FrameIntake.userProperties(message);
        Optional<FrameId> frame = FrameProperties.givenId(given);
        if (frame.isEmpty()) {
            handler.refusals().refused(MessageRefusal.TRUTH_WITHOUT_FRAME);
            LOG.log(Level.WARNING, "a truth without a usable frame-id was ignored on {0}", topics.truth());
            return;
        }
        if (message.getPayload().length > mostFrameBytes) {
            handler.refusals().refused(MessageRefusal.TRUTH_TOO_LARGE);
            LOG.log(
                    Level.WARNING,
                    "a truth of {0} bytes was ignored on {1}, at most {2} are taken",
                    message.getPayload().length,
                    topics.truth(),
                    mostFrameBytes);
            return;
        }
        Optional<String> type = FrameProperties.givenText(given, MqttCameraLink.DEFECT_TYPE);
        Optional<ByteBuffer> mask = Optional.of(
                        ByteBuffer.wrap(message.getPayload()).asReadOnlyBuffer())
                .filter(ByteBuffer::hasRemaining);
        boolean defective = type.isPresent() || mask.isPresent();
        handler.truths().onTruth(station, frame.get(), new FrameTruth(defective, type, mask));
    }

    /** Publishes a verdict with its CloudEvents attributes (binary mode). */
    CompletableFuture<Void> verdict(OutgoingEvent event) {
        byte[] payload = new byte[event.payload().remaining()];
        event.payload().get(payload);
        List<UserProperty> attributes = List.of(
                new UserProperty("specversion", "1.0"),
                new UserProperty("id", event.eventId()),
                new UserProperty("source", "/winnow/" + topics.station()),
                new UserProperty("type", VERDICT_TYPE),
                new UserProperty("dataschema", VerdictEvent.SCHEMA));
        return publish(topics.verdict(), json(payload, attributes));
    }

    /** Publishes the retained state, now and after each reconnect. */
    CompletableFuture<Void> state(String state, String reason) {
        State now = new State(state, reason, clock.instant());
        synchronized (this) {
            lastState = now;
        }
        return publish(topics.state(), stateMessage(now));
    }

    CompletableFuture<Void> stats(String json) {
        return publish(topics.stats(), json(utf8(json), List.of()));
    }

    /** Publishes what becomes of the station's models, retained; now and after each reconnect. */
    CompletableFuture<Void> models(String json) {
        synchronized (this) {
            lastModels = json;
        }
        return publish(topics.models(), modelsMessage(json));
    }

    private static MqttMessage modelsMessage(String json) {
        MqttMessage message = json(utf8(json), List.of());
        message.setRetained(true);
        return message;
    }

    CompletableFuture<Void> drift(String json) {
        MqttMessage message = json(utf8(json), List.of());
        message.setRetained(true);
        return publish(topics.drift(), message);
    }

    private MqttMessage stateMessage(State state) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("schema", "urn:winnow:schema:state:1");
        json.put("station_id", station.value());
        json.put("state", state.name());
        json.put("reason", state.reason());
        json.put("at", state.at() == null ? null : state.at().toString());
        MqttMessage message = json(utf8(json.toString()), List.of());
        message.setRetained(true);
        return message;
    }

    private CompletableFuture<Void> publish(String topic, MqttMessage message) {
        return connection.publish(topic, message).whenComplete((nothing, failure) -> {
            (failure == null ? published : failures).increment();
            if (failure != null) {
                LOG.log(Level.DEBUG, "not published to {0}: {1}", topic, failure.getMessage());
            }
        });
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static MqttMessage json(byte[] payload, List<UserProperty> attributes) {
        MqttProperties properties = new MqttProperties();
        properties.setContentType("application/json");
        properties.setPayloadFormat(true);
        properties.setUserProperties(attributes);
        return new MqttMessage(payload, 1, false, properties);
    }
}
