package io.winnow.core.threshold;

import io.winnow.core.inspection.StationId;
import java.util.List;
import java.util.Optional;

/** The history of thresholds; nothing is ever changed in it or taken out. Thread-safe. */
public interface ThresholdStore {
    /** Stores a change and gives it with its number. */
    ThresholdChange add(ThresholdChange change);

    /** The newest change of a station. */
    Optional<ThresholdChange> latest(StationId station);

    /** Changes of a station with a sequence below {@code before}, newest first. */
    List<ThresholdChange> history(StationId station, long before, int limit);
}
