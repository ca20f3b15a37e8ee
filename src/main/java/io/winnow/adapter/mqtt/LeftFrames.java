package io.winnow.adapter.mqtt;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Takes the frames that the broker keeps for a service that is gone: enters the broker under that one's name, gives up its
 * subscription so that nothing new comes this way, and hands over what is left. Thread-safe.
 */
public final class LeftFrames implements AutoCloseable {
    private final FrameIntake intake;
    private final MqttConnection connection;

    private LeftFrames(GatewaySettings gone, StationHandler handler, InstantSource clock) {
        this.intake = new FrameIntake(gone, handler, clock);
        StationTopics topics = new StationTopics(gone.address());
        this.connection = new MqttConnection(
                gone.mqtt(),
                MqttGateway.framesClient(gone),
                Subscriptions.without(List.of(gone.frameFilter(topics))),
                intake,
                clock);
    }

    /**
     * Starts to connect and returns at once.
     *
     * @param gone how the one that is gone was connected
     */
    public static LeftFrames open(GatewaySettings gone, StationHandler handler, InstantSource clock) {
        LeftFrames left = new LeftFrames(gone, handler, clock);
        left.connection.start();
        return left;
    }

    /** Waits until connected; true when it is. */
    public boolean awaitConnected(Duration limit) throws InterruptedException {
        return connection.awaitConnected(limit);
    }

    /** Frames that came so far. */
    public long received() {
        return intake.received.sum();
    }

    /** Frames that came and are not stored yet. */
    public int inFlight() {
        return intake.inFlight();
    }

    /** Whether the connection was lost, such as to the one that was thought to be gone. */
    public boolean lost() {
        ConnectionState state = connection.state();
        return state.reconnects() > 0
                || (!state.connected() && state.lastError().isPresent());
    }

    /** Lets the broker forget the one that is gone; to be called when nothing is left. */
    public CompletableFuture<Void> forget() {
        return connection.endSession();
    }

    @Override
    public void close() {
        connection.close();
    }
}
