package io.winnow.core.inspection;

import java.util.List;
import java.util.Optional;

/** Where inspections are kept. Thread-safe. Failures of the storage are {@link StorageException}. */
public interface InspectionStore {
    /**
     * Stores an inspection and the event that tells of it in one transaction.
     *
     * @return false where the frame, by its station, id and time, has been inspected meanwhile: then nothing is stored
     */
    boolean save(Inspection inspection, OutgoingEvent event);

    /** The inspection of that id. */
    Optional<Inspection> find(InspectionId id);

    /** The id that comes last of all stations; empty where nothing is stored. */
    Optional<InspectionId> newest();

    /**
     * The earlier inspection of a frame that is delivered again. The same frame has the same id and the same time or image, or the
     * same image and the same time; an id alone may come again, from a camera that counts from one at every start.
     */
    Optional<Inspection> findEarlier(CapturedFrame frame);

    /** Inspections of a station, newest first. */
    List<Inspection> list(InspectionQuery query);

    /** How many inspections of each verdict word a station has ever stored, retention notwithstanding. */
    VerdictCounts counts(StationId station);
}
