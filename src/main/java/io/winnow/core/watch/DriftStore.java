package io.winnow.core.watch;

import io.winnow.core.inspection.StationId;
import java.util.Optional;

/** What drift watches know, over restarts. Thread-safe. */
public interface DriftStore {
    /** Keeps nothing. */
    DriftStore NONE = new DriftStore() {
        @Override
        public void put(StationId station, DriftMemory memory) {}

        @Override
        public Optional<DriftMemory> find(StationId station) {
            return Optional.empty();
        }
    };

    /** Stores what the watch of a station knows, in place of what it knew. */
    void put(StationId station, DriftMemory memory);

    /** What was stored last. */
    Optional<DriftMemory> find(StationId station);
}
