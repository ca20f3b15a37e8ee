package io.winnow.core.access;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What everybody changed. Only ever added to. Thread-safe. */
public interface AuditLog {
    /**
     * A change, or a failed attempt to enter.
     *
     * @param action such as {@code label.set} or {@code login.failed}
     * @param station that it concerns; empty where it concerns none
     * @param target what was changed
     * @param before what it was, fit for JSON; empty where there was nothing or it is not known
     * @param after what it is now
     * @param address from where it was asked
     */
    record Entry(
            Instant at,
            String who,
            Caller.Kind kind,
            String action,
            Optional<String> station,
            String target,
            Optional<Map<String, Object>> before,
            Optional<Map<String, Object>> after,
            Optional<String> address) {}

    /** An entry with its number. */
    record Numbered(long sequence, Entry entry) {}

    /**
     * Which entries are wanted, newest first.
     *
     * @param before only those with a smaller number
     * @param action an action, or the part before its dot
     */
    record Filter(
            Optional<Long> before,
            Optional<String> who,
            Optional<String> action,
            Optional<String> station,
            Optional<Instant> from,
            Optional<Instant> to,
            int limit) {}

    void add(Entry entry);

    List<Numbered> list(Filter filter);
}
