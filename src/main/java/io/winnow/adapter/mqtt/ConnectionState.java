package io.winnow.adapter.mqtt;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a connection stands, for health.
 *
 * @param phase what it is doing
 * @param since since when
 * @param lastError why the last attempt failed or the last connection ended; empty when neither has happened
 * @param reconnects how many times it was connected again after a loss
 */
public record ConnectionState(Phase phase, Instant since, Optional<String> lastError, long reconnects) {
    /** What a connection is doing. */
    public enum Phase {
        /** Not connected, trying. */
        CONNECTING,
        /** Connected, and what it subscribes to is granted. */
        CONNECTED,
        /** Closed by us, for good. */
        CLOSED
    }

    public boolean connected() {
        return phase == Phase.CONNECTED;
    }
}
