package io.winnow.core;

import java.util.concurrent.CancellationException;

/**
 * Where long work tells how far it is and learns that it is no longer wanted.
 *
 * <p>Implementations are thread-safe. Work calls {@link #advance} often enough that a cancel takes effect within a
 * second.
 */
public interface Progress {
    /** Reports nothing and is never cancelled. */
    Progress NONE = (phase, done, total) -> {};

    /**
     * Reports that {@code done} of {@code total} units of a phase are finished.
     *
     * @param phase short name of what is being done, such as {@code "score pool"}
     * @param done finished units, {@code 0 <= done <= total}
     * @param total units of the whole phase
     * @throws CancellationException when the work was cancelled; the caller lets it pass, closing what it holds
     */
    void advance(String phase, long done, long total);
}
