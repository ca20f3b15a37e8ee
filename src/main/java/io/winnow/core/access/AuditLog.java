package io.winnow.core.access;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What everybody changed. Only ever added to. Thread-safe. */
public interface AuditLog {
    /** The action of entries about changes of which only the beginning is known. */
    String UNFINISHED = "request.unfinished";

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

    /**
     * Remembers that somebody is about to change something, so that a change whose entry cannot be written is not lost.
     *
     * @param who is at it, what they change and when
     * @return the intent, to be settled or dropped
     */
    long intend(Entry who);

    /** Writes an entry; the intent that it settles goes with it, in one step. */
    void settle(long intent, Entry entry);

    /** Forgets an intent that came to nothing. */
    void drop(long intent);

    /**
     * Writes down the intents that are left from a process that ended in the middle of them, as {@link #UNFINISHED}: whether
     * anything was changed is not known.
     *
     * @return how many there were
     */
    int recover();

    List<Numbered> list(Filter filter);
}
