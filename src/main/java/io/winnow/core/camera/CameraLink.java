package io.winnow.core.camera;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** A played camera's connection to its station. Thread-safe; reconnects by itself. */
public interface CameraLink extends AutoCloseable {
    /** Opens links. */
    @FunctionalInterface
    interface Factory {
        /**
         * Connects as the given station's camera.
         *
         * @throws IOException when nobody answers there; the message names the address and the cause
         */
        CameraLink open(URI broker, StationAddress station) throws IOException;
    }

    /** Sends a frame. The future completes when the other side has it safely, or fails when it has to be sent again. */
    CompletableFuture<Void> sendFrame(Shot shot, Instant capturedAt);

    /** Sends what a frame really shows, for evaluation only; on the same terms. */
    CompletableFuture<Void> sendTruth(Shot shot);

    /** Waits until connected, at most the given time; true when it is. */
    boolean awaitConnected(Duration limit) throws InterruptedException;

    @Override
    void close();
}
