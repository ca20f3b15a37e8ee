package io.winnow.core.review;

import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.StationId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Labels, one for an inspection at a time, every earlier one kept in a history. Thread-safe. */
public interface LabelStore {
    /** An inspection with what was said of it. */
    record Labelled(Inspection inspection, Label label) {}

    /**
     * What figures of a station rest on: while it stays the same, so do they.
     *
     * @param labelRevision grows with each label that is set or taken back, at whatever station
     * @param newest inspection of the station
     */
    record Basis(long labelRevision, Optional<InspectionId> newest) {}

    /** What figures of a station rest on now; empty where that is not known, and figures have to be computed each time. */
    default Optional<Basis> basis(StationId station) {
        return Optional.empty();
    }

    /** Sets or replaces the label of an inspection that exists. */
    void put(InspectionId inspection, Label label);

    /** Takes the label back; no error where there is none. */
    void remove(InspectionId inspection);

    /** The current label of an inspection. */
    Optional<Label> find(InspectionId inspection);

    /** For those of the given frames that an inspection with a label shows: whether the newest label says that they are defective. */
    Map<FrameId, Boolean> defective(StationId station, Set<FrameId> frames);

    /** The labelled ones among the newest {@code window} inspections of a station that have a score, newest first. */
    List<Labelled> labelledWithin(StationId station, int window);
}
