package io.winnow.app;

import io.winnow.core.inspection.Outbox;
import io.winnow.core.inspection.OutgoingEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Lets stored events leave: in order, at least once, a batch at a time. An event is marked as published only when the broker has
 * confirmed it; after a failure the same event is tried again first, so that order is kept. Thread-safe.
 */
final class OutboxPublisher implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(OutboxPublisher.class.getName());
    private static final int BATCH = 64;
    private static final long LOOK_AGAIN_MILLIS = 200;
    private static final long CONFIRMED_WITHIN_SECONDS = 10;

    private final Outbox outbox;
    private final Function<OutgoingEvent, CompletableFuture<Void>> publisher;
    private final Semaphore work = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "winnow-outbox");
    private volatile boolean open = true;

    /**
     * @param publisher sends an event; its future completes when the broker has confirmed it
     */
    OutboxPublisher(Outbox outbox, Function<OutgoingEvent, CompletableFuture<Void>> publisher) {
        this.outbox = outbox;
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
            }
        }
    }

    /** Publishes the oldest events; false where there were none or one failed. */
    private boolean publishBatch() throws InterruptedException {
        List<Outbox.Entry> batch = outbox.unpublished(0, BATCH);
        List<CompletableFuture<Void>> sent =
                batch.stream().map(entry -> publisher.apply(entry.event())).toList();
        List<Long> confirmed = new ArrayList<>();
        for (int i = 0; i < batch.size() && confirmed(sent.get(i)); i++) {
            confirmed.add(batch.get(i).sequence());
        }
        if (!confirmed.isEmpty()) {
            outbox.markPublished(confirmed);
        }
        return !batch.isEmpty() && confirmed.size() == batch.size();
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
