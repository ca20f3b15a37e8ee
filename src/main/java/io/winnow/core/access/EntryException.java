package io.winnow.core.access;

import java.time.Duration;
import java.util.Optional;

/** Somebody is not let in. The message says no more than a stranger may know. */
public final class EntryException extends Exception {
    private static final long serialVersionUID = 1L;

    private final long waitSeconds;

    private EntryException(String message, long waitSeconds) {
        super(message);
        this.waitSeconds = waitSeconds;
    }

    static EntryException wrong() {
        return new EntryException("name or password is wrong, or the account is disabled", 0);
    }

    static EntryException tooOften(Duration wait) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        return new EntryException("too many failed attempts; try again in %d s".formatted(seconds), seconds);
    }

    /** How long to wait before trying again; empty when there is no need to. */
    public Optional<Duration> retryAfter() {
        return waitSeconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(waitSeconds));
    }
}
