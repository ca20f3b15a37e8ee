package io.winnow.core.model;

import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.refinement.PollutionEstimate;
import java.util.Optional;

/** How much of its pool each refit took for defective. Thread-safe. */
public interface PollutionEstimates {
    /** The estimate behind a version; empty where its strategy made none. */
    Optional<PollutionEstimate> find(StationId station, ModelVersion version);
}
