package io.winnow.core.access;

import io.winnow.core.inspection.StorageException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Notes when a session or a token was used last. A note that cannot be written is left for later: a full disk or a database that
 * somebody holds must not lock people out of the page that tells them so. Thread-safe.
 */
final class UseNotes {
    private static final System.Logger LOG = System.getLogger(UseNotes.class.getName());

    /** Each attempt keeps a request waiting. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final Clock clock;
    private volatile Instant pausedUntil = Instant.MIN;

    UseNotes(Clock clock) {
        this.clock = clock;
    }

    /** Writes a note, unless one failed a moment ago. */
    void note(Runnable write) {
        if (clock.instant().isBefore(pausedUntil)) {
            return;
        }
        try {
            write.run();
        } catch (StorageException e) {
            pausedUntil = clock.instant().plus(PAUSE);
            LOG.log(
                    System.Logger.Level.WARNING,
                    "when a login was last used is not noted for now: {0}",
                    e.getMessage());
        }
    }
}
