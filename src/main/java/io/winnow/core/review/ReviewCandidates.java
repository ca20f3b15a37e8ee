package io.winnow.core.review;

import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import java.util.List;

/** Frames that might be worth a person's time, beyond those that were chosen when they were decided. Thread-safe. */
public interface ReviewCandidates {
    /**
     * A decided frame of which the candidate that is being examined says the opposite.
     *
     * @param candidate whose score and threshold these are
     */
    record Disputed(Inspection inspection, ModelVersion candidate, double score, double threshold) {}

    /** Frames without a label or doubt that champion and present candidate decide differently, newest first. */
    List<Disputed> disputed(StationId station, int limit);

    /** Frames without a label that somebody was not sure of, longest waiting first. */
    List<Inspection> doubted(StationId station, int limit);

    /** Frames without a label or doubt that one model scored, with their maps, newest first. */
    List<Inspection> unlabelled(StationId station, ModelVersion model, int limit);

    /** What a person said of these, where anybody did: one question for a whole page. */
    List<OpinionStore.Said> said(List<InspectionId> inspections);

    /** Defect types that were ever given at a station and still are, the last used first. */
    List<String> defectTypes(StationId station, int limit);
}
