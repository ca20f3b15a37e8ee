package io.winnow.core.review;

import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Questions across a station's stored inspections: scores, what is to be reviewed, and how many there are of each kind. Thread-safe. */
public interface ReviewStore {
    /**
     * The score of a stored inspection.
     *
     * @param verdict word of the verdict that was given
     * @param truth what a person said of it, where somebody did
     */
    record StoredScore(InspectionId id, double score, String verdict, Optional<Label.Truth> truth) {}

    /**
     * How many inspections were decided alike, of the newest ones of a station.
     *
     * @param verdict word of their verdict
     * @param probability of being chosen for review; empty for inspections that were stored before audits were
     * @param inspections how many there are
     * @param chosen how many of them were chosen for review
     */
    record Count(ModelVersion model, String verdict, OptionalDouble probability, long inspections, long chosen) {}

    /** The scores that one model gave to the newest {@code window} of its inspections, newest first. */
    List<StoredScore> scores(StationId station, ModelVersion model, int window);

    /** Numbers of inspections among the newest {@code window} of a station that have a score. */
    List<Count> counts(StationId station, int window);

    /** Inspections that were chosen for review and have neither a label nor a doubt: grey band first, then audits, then rejects, each newest first. */
    List<Inspection> queue(StationId station, int limit);
}
