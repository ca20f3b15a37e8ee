package io.winnow.core.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every part again and again, each at its own pace, and knows what was found last. A look that throws has found a failure;
 * one that hangs is a failure after some patience, and is not begun a second time meanwhile. Thread-safe.
 */
public final class HealthBoard {
    /** Looks at a part; whatever it throws is what is wrong with the part. */
    @FunctionalInterface
    public interface Probe {
        Finding look() throws Exception;
    }

    /**
     * A part to be looked at.
     *
     * @param every how long a finding stands before it is looked for anew
     */
    public record Watch(String kind, Optional<String> subject, Duration every, Probe probe) {}

    private static final System.Logger LOG = System.getLogger(HealthBoard.class.getName());

    private final List<Watched> watched;
    private final Executor executor;
    private final Clock clock;
    private final Duration patience;
    private final LongSupplier nanos;

    /**
     * @param executor runs looks; must not make them wait for each other
     * @param patience how long a look may take
     */
    public HealthBoard(List<Watch> watches, Executor executor, Clock clock, Duration patience) {
        this(watches, executor, clock, patience, System::nanoTime);
    }

    /** @param nanos time that passes evenly, whatever becomes of the clock */
    HealthBoard(List<Watch> watches, Executor executor, Clock clock, Duration patience, LongSupplier nanos) {
        this.watched = watches.stream().map(Watched::new).toList();
        this.executor = executor;
        this.clock = clock;
        this.patience = patience;
        this.nanos = nanos;
    }

    /** Begins the looks that are due; returns at once. */
    public void refresh() {
        watched.forEach(Watched::refresh);
    }

    /** What is known of every part that was looked at, in the order in which they were given. */
    public List<Part> parts() {
        return watched.stream().flatMap(each -> each.part().stream()).toList();
    }

    private final class Watched {
        private final Watch watch;
        private @Nullable Long begun;
        private @Nullable Long due;
        private @Nullable Part last;
        private @Nullable String lastBroken;

        Watched(Watch watch) {
            this.watch = watch;
        }

        void refresh() {
            long now = nanos.getAsLong();
            synchronized (this) {
                if (begun != null || (due != null && now - due < 0)) {
                    return;
                }
                begun = now;
            }
            executor.execute(this::look);
        }

        private void look() {
            Finding finding;
            try {
                finding = watch.probe().look();
                lastBroken = null;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                finding = broken(e);
            } catch (Exception | LinkageError e) {
                finding = broken(e);
            }
            synchronized (this) {
                begun = null;
                due = nanos.getAsLong() + watch.every().toNanos();
                last = part(finding, clock.instant());
            }
        }

        /** What a probe threw is a finding; the log has the details, once for each reason and not at every look. */
        private Finding broken(Throwable e) {
            String why = e.getMessage() == null ? e.toString() : e.getMessage();
            if (!why.equals(lastBroken)) {
                lastBroken = why;
                LOG.log(System.Logger.Level.WARNING, "looking at %s failed".formatted(watch.kind()), e);
            }
            return Finding.of(
                    Health.FAILED,
                    "part.broken",
                    "It does not work: {reason}",
                    "Read the recent errors below; the service's log has the details. Start the service again if it stays.",
                    Map.of("reason", why));
        }

        private Part part(Finding finding, Instant at) {
            return new Part(watch.kind(), watch.subject(), finding, at);
        }

        synchronized Optional<Part> part() {
            Long started = begun;
            if (started != null && nanos.getAsLong() - started > patience.toNanos()) {
                return Optional.of(part(
                        Finding.of(
                                Health.FAILED,
                                "part.silent",
                                "It has not answered for {seconds} s.",
                                "Look whether the machine is overloaded or its disk hangs; start the service again if it stays.",
                                Map.of("seconds", patience.toSeconds())),
                        clock.instant()));
            }
            return Optional.ofNullable(last);
        }
    }
}
