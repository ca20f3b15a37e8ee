package io.winnow.core.inspection;

import io.winnow.core.image.FrameId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where inspections are kept. Thread-safe. Failures of the storage are {@link StorageException}. */
public interface InspectionStore {
    /** Stores an inspection and the event that tells of it in one transaction. */
    void save(Inspection inspection, OutgoingEvent event);

    /** The inspection of that id. */
    Optional<Inspection> find(InspectionId id);

    /** The inspection of a frame, by which a repeated delivery is recognised. */
    Optional<Inspection> findByFrame(StationId station, FrameId frame, Instant capturedAt);

    /** Inspections of a station, newest first. */
    List<Inspection> list(InspectionQuery query);

    /** How many inspections of each verdict word a station has ever stored, retention notwithstanding. */
    VerdictCounts counts(StationId station);
}
