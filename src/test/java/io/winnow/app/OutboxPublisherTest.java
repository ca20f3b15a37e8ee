package io.winnow.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.inspection.Outbox;
import io.winnow.core.inspection.OutgoingEvent;
import io.winnow.core.inspection.StationId;
import io.winnow.testing.Await;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutboxPublisherTest {
    private static final StationId ONE = new StationId("one");
    private static final StationId OTHER = new StationId("other");

    private static final class MemoryOutbox implements Outbox {
        private final Map<Long, OutgoingEvent> waiting = new ConcurrentSkipListMap<>();

        void add(String id, StationId station) {
            waiting.put((long) waiting.size(), new OutgoingEvent(id, station, ByteBuffer.allocate(1)));
        }

        @Override
        public List<Entry> unpublished(StationId station, int limit) {
            return waiting.entrySet().stream()
                    .filter(each -> each.getValue().station().equals(station))
                    .limit(limit)
                    .map(each -> new Entry(each.getKey(), each.getValue()))
                    .toList();
        }

        @Override
        public void markPublished(List<Long> sequences) {
            sequences.forEach(waiting::remove);
        }

        @Override
        public long waiting() {
            return waiting.size();
        }
    }

    private final MemoryOutbox outbox = new MemoryOutbox();
    private final List<String> arrived = new CopyOnWriteArrayList<>();

    private CompletableFuture<Void> arrive(OutgoingEvent event) {
        arrived.add(event.eventId());
        return CompletableFuture.completedFuture(null);
    }

    /** A full send window that has room again a moment later, or a connection that is back in the middle of a batch. */
    @Test
    void publish_oneCannotBeHandedOverAndTheNextCould_keepsTheOrder() throws Exception {
        for (int i = 1; i <= 5; i++) {
            outbox.add("e" + i, ONE);
        }
        AtomicInteger refusals = new AtomicInteger(3);
        try (OutboxPublisher publisher = new OutboxPublisher(
                outbox,
                List.of(ONE),
                event -> event.eventId().equals("e2") && refusals.getAndDecrement() > 0
                        ? CompletableFuture.failedFuture(new IOException("no room"))
                        : arrive(event))) {
            publisher.start();
            Await.until("all events left", () -> outbox.waiting() == 0);
        }

        assertThat(arrived).containsExactly("e1", "e2", "e3", "e4", "e5");
    }

    @Test
    void publish_oneStationCannotBeReached_holdsNobodyElseUp() throws Exception {
        StationId gone = new StationId("no-longer-configured");
        for (int i = 0; i < 200; i++) {
            outbox.add("gone-" + i, gone);
            outbox.add("one-" + i, ONE);
        }
        outbox.add("other-1", OTHER);
        try (OutboxPublisher publisher = new OutboxPublisher(
                outbox,
                List.of(ONE, OTHER),
                event -> event.station().equals(ONE)
                        ? CompletableFuture.failedFuture(new IOException("offline"))
                        : arrive(event))) {
            publisher.start();
            Await.until("the other station's event left", () -> arrived.contains("other-1"));
        }

        assertThat(outbox.waiting()).isEqualTo(400);
    }
}
