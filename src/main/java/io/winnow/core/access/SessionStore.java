package io.winnow.core.access;

import java.time.Instant;
import java.util.Optional;

/** Sessions as they are kept. Thread-safe. */
public interface SessionStore {
    void add(Session session);

    Optional<Session> find(String hash);

    void used(String hash, Instant at);

    void remove(String hash);

    /** Ends all sessions of an account but the one with that hash. */
    void removeAll(String account, Optional<String> except);

    /** Forgets sessions begun before one time or last used before another. */
    void removeOld(Instant begunBefore, Instant usedBefore);
}
