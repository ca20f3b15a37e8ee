package io.winnow.app;

import io.winnow.core.inspection.Outbox;
import io.winnow.core.inspection.OutgoingEvent;
import io.winnow.core.inspection.StationId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Lets stored events leave: at least once, those of a station in order, a batch of each station at a time. An event is marked as
 * published only when the broker has confirmed it. After one that could not even be handed over, no later one of its station is sent
 * before it: the connection may be back a moment later, and order would be lost. Thread-safe.
 */
final class OutboxPublisher implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(OutboxPublisher.class.getName());
    private static final int BATCH = 64;
    private static final long LOOK_AGAIN_MILLIS = 200;
    private static final long CONFIRMED_WITHIN_SECONDS = 10;

    private record Sent(Outbox.Entry entry, CompletableFuture<Void> confirmation) {}

    private final Outbox outbox;
    private final List<StationId> stations;
    private final Function<OutgoingEvent, CompletableFuture<Void>> publisher;
    private final Semaphore work = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "winnow-outbox");
    private volatile boolean open = true;

    /**
     * @param stations whose events leave; those of others stay
     * @param publisher sends an event; its future completes when the broker has confirmed it
     */
    OutboxPublisher(
            Outbox outbox, List<StationId> stations, Function<OutgoingEvent, CompletableFuture<Void>> publisher) {
        this.outbox = outbox;
        this.stations = List.copyOf(stations);
        this.publisher = publisher;
    }

    void start() {
        thread.start();
    }

    /** Says that there may be something to publish. */
    void wake() {
        work.release();
    }

    private void run() {
        while (open) {
            try {
                if (!publishBatch()) {
                    work.tryAcquire(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
                    work.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "events could not be published and stay in the outbox", e);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_AGAIN_MILLIS));
            }
        }
    }

    /** Publishes the oldest events of each station; false where there were none or one failed. */
    private boolean publishBatch() throws InterruptedException {
        List<List<Sent>> batches = stations.stream().map(this::send).toList();
        List<Long> confirmed = new ArrayList<>();
        boolean all = true;
        for (List<Sent> batch : batches) {
            for (Sent sent : batch) {
                if (!confirmed(sent.confirmation())) {
                    all = false;
                    break;
                }
                confirmed.add(sent.entry().sequence());
            }
        }
        outbox.markPublished(confirmed);
        return all && !confirmed.isEmpty();
    }

    private List<Sent> send(StationId station) {
        List<Sent> batch = new ArrayList<>();
        for (Outbox.Entry entry : outbox.unpublished(station, BATCH)) {
            CompletableFuture<Void> confirmation = publisher.apply(entry.event());
            batch.add(new Sent(entry, confirmation));
            if (confirmation.isCompletedExceptionally()) {
                break;
            }
        }
        return batch;
    }

    private static boolean confirmed(CompletableFuture<Void> sent) throws InterruptedException {
        try {
            sent.get(CONFIRMED_WITHIN_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(System.Logger.Level.DEBUG, "an event was not confirmed and is sent again", e);
            return false;
        }
    }

    /** Finishes the batch in hand and stops; what is left leaves after the next start. */
    @Override
    public void close() {
        open = false;
        wake();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(CONFIRMED_WITHIN_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
