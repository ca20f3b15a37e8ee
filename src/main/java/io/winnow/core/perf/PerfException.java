package io.winnow.core.perf;

import org.jspecify.annotations.Nullable;

/** A topic that cannot be measured here; the message says why. */
public final class PerfException extends Exception {
    private static final long serialVersionUID = 1;

    public PerfException(String message) {
        super(message);
    }

    public PerfException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
