package io.winnow.core.inspection;

import java.nio.ByteBuffer;

/**
 * An event that must leave at least once.
 *
 * @param eventId by which consumers recognise repeats
 * @param station whose order it keeps
 * @param payload read-only bytes as they are published
 */
public record OutgoingEvent(String eventId, StationId station, ByteBuffer payload) {
    public OutgoingEvent {
        payload = payload.asReadOnlyBuffer();
    }

    @Override
    public ByteBuffer payload() {
        return payload.duplicate();
    }
}
