package io.winnow.core.watch;

import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import java.util.Optional;

/** Limits of image quality beside the model versions that they belong to. Thread-safe. */
public interface QualityLimitStore {
    /** Notes the limits of a version that is recorded; those that it has already stay. */
    void put(StationId station, ModelVersion version, QualityLimits limits);

    /** The limits of a version. */
    Optional<QualityLimits> find(StationId station, ModelVersion version);
}
