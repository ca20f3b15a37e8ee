package io.winnow.adapter.mqtt;

import io.winnow.core.inspection.OutgoingEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One station on an MQTT 5 broker: hands arriving frames over, publishes verdicts, state and statistics, answers commands.
 *
 * <p>At least once throughout. A frame is acknowledged when its owner says so and comes again otherwise. Publishing never
 * throws and never waits; while offline its future fails at once, so the owner keeps an outbox. Reconnects by itself.
 * Futures complete on a thread of the connection: continue elsewhere with anything slow. Thread-safe.
 */
public final class MqttGateway implements AutoCloseable {
    private final Optional<MqttConnection> frames;
    private final boolean speaks;
    private final StationControl control;
    private final FrameIntake intake;

    private MqttGateway(GatewaySettings settings, StationHandler handler, InstantSource clock) {
        intake = new FrameIntake(settings, handler, clock);
        control = new StationControl(settings, handler, clock);
        StationTopics topics = new StationTopics(settings.address());
        speaks = settings.duty().speaks();
        frames = settings.duty().takesFrames()
                ? Optional.of(new MqttConnection(
                        settings.mqtt(),
                        framesClient(settings),
                        new Subscriptions(List.of(settings.frameFilter(topics))),
                        intake,
                        clock))
                : Optional.empty();
    }

    /** The client id of the connection that frames come by. */
    static String framesClient(GatewaySettings settings) {
        return settings.clientId() + "-" + settings.station() + "-frames";
    }

    /** Starts to connect and returns at once; a broker that is not there yet is waited for. */
    public static MqttGateway open(GatewaySettings settings, StationHandler handler, InstantSource clock) {
        MqttGateway gateway = new MqttGateway(settings, handler, clock);
        gateway.control.connection().start();
        gateway.frames.ifPresent(MqttConnection::start);
        return gateway;
    }

    /**
     * Publishes a verdict at QoS 1; fails with {@link PublishException} when it has to be sent again.
     *
     * @param event made by {@link VerdictEvent#toOutgoing}
     */
    public CompletableFuture<Void> publishVerdict(OutgoingEvent event) {
        return control.verdict(event);
    }

    /**
     * Publishes the station's retained state, and publishes it again after each reconnect; a last will says
     * {@code offline} when the connection is lost.
     *
     * @param state such as {@code collecting} or {@code inspecting}
     * @param reason one sentence
     */
    public CompletableFuture<Void> publishState(String state, String reason) {
        return control.state(state, reason);
    }

    /** Publishes statistics: one JSON object. */
    public CompletableFuture<Void> publishStats(String json) {
        return control.stats(json);
    }

    /** Publishes what becomes of the station's models, retained: one JSON object. */
    public CompletableFuture<Void> publishModels(String json) {
        return control.models(json);
    }

    /** Publishes the station's retained drift state: one JSON object. */
    public CompletableFuture<Void> publishDrift(String json) {
        return control.drift(json);
    }

    /** Where the station stands: connected only when both of its connections are. */
    public ConnectionState state() {
        ConnectionState ours = control.connection().state();
        return ours.connected() ? frames.map(MqttConnection::state).orElse(ours) : ours;
    }

    /** Waits until connected and subscribed, at most the given time; true when it is. */
    public boolean awaitConnected(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        return control.connection().awaitConnected(limit)
                && (frames.isEmpty()
                        || frames.get().awaitConnected(Duration.ofNanos(Math.max(0, end - System.nanoTime()))));
    }

    public GatewayCounters counters() {
        return new GatewayCounters(
                intake.received.sum(),
                intake.bytes.sum(),
                intake.ignored.sum(),
                intake.inFlight(),
                control.published.sum(),
                control.failures.sum());
    }

    /** Takes no more frames, says {@code offline}, disconnects. What is not acknowledged comes again next time. */
    @Override
    public void close() {
        frames.ifPresent(MqttConnection::close);
        if (speaks) {
            sayOffline();
        }
        control.connection().close();
    }

    /** Disconnects without a word, because another one speaks for the station now. */
    public void handOver() {
        frames.ifPresent(MqttConnection::close);
        control.connection().close();
    }

    private void sayOffline() {
        try {
            control.state("offline", "the service was stopped").get(2, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // The last will, or the next start, says it instead.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
