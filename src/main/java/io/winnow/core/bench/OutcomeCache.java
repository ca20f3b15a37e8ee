package io.winnow.core.bench;

import java.io.IOException;
import java.util.Optional;

/**
 * Outcomes on disk by the hash of all that determines them, so that an interrupted study goes on where it stopped. An
 * outcome is there completely or not at all. Thread-safe.
 */
public interface OutcomeCache {
    /**
     * Finds an outcome.
     *
     * @param key lower-case hexadecimal
     * @param type record class that was stored
     * @throws IOException when it is there but cannot be read
     */
    <T extends Record> Optional<T> find(String key, Class<T> type) throws IOException;

    /** Stores an outcome. */
    void store(String key, Record outcome) throws IOException;
}
