package io.winnow.core.inspection;

import java.util.List;

/** Events that were stored with their inspection and have not left yet, in the order in which they were stored. Thread-safe. */
public interface Outbox {
    /** An event and its place in the order. */
    record Entry(long sequence, OutgoingEvent event) {}

    /** The oldest unpublished events of a station. */
    List<Entry> unpublished(StationId station, int limit);

    /** Marks events as published; they are not handed out again. */
    void markPublished(List<Long> sequences);

    /** How many events wait. */
    long waiting();
}
