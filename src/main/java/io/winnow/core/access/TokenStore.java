package io.winnow.core.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Tokens of machines as they are kept. Thread-safe. */
public interface TokenStore {
    /** @return false when there is one of that name already */
    boolean add(ApiToken token, String hash);

    Optional<ApiToken> find(String hash);

    /** All that were not revoked, by name. */
    List<ApiToken> list();

    void used(String id, Instant at);

    /** @return what was revoked; empty when there is none with that id */
    Optional<ApiToken> remove(String id);
}
