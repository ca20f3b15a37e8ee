package io.winnow.adapter.mqtt;

import io.winnow.core.image.ContentHash;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Recognises frames that the broker sends again after a reconnect, for cameras that name neither frame nor time: what such a frame is
 * called is made from its arrival, so its first arrival has to count again.
 *
 * <p>Paho does not pass the DUP flag on. But a session's unacknowledged messages come again under their packet identifiers (MQTT 5,
 * section 4.4): the same identifier with the same image on a later connection is the same frame. On the same connection it is another
 * one, since the broker gives an identifier away again only after its acknowledgement. What a killed process knew is forgotten. Used by
 * one thread at a time.
 */
final class Redeliveries {
    private record Arrival(Object connection, ContentHash image, Instant at) {}

    private final Map<Integer, Arrival> newest;

    /**
     * @param inFlight most frames that can be unacknowledged at a time; twice as many are remembered, since an acknowledgement may be lost
     */
    Redeliveries(int inFlight) {
        this.newest = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, Arrival> eldest) {
                return size() > 2 * inFlight;
            }
        };
    }

    /** When a frame came first: now, or on an earlier connection. */
    synchronized Instant firstArrival(Object connection, int packet, ContentHash image, Instant now) {
        Arrival known = newest.remove(packet);
        boolean again = known != null
                && known.connection() != connection
                && known.image().equals(image);
        Instant first = again ? known.at() : now;
        newest.put(packet, new Arrival(connection, image, first));
        return first;
    }
}
