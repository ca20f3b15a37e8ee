package io.winnow.core.review;

import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Scores of candidates beside those of their champions. Thread-safe. */
public interface ModelScoreStore {
    /**
     * A pair of versions of one station.
     *
     * @param candidate the newer one, whose scores are stored
     * @param champion whose scores are those of the inspections it decided, and stored ones of others
     */
    record Pair(StationId station, ModelVersion candidate, ModelVersion champion) {}

    /**
     * An inspection as both versions judge it.
     *
     * @param label what an operator said of it
     */
    record Judged(Inspection champion, Inspection candidate, Optional<Label> label) {
        /** Whether one rejects what the other passes. */
        public boolean disagree() {
            return !champion.verdict().word().equals(candidate.verdict().word());
        }
    }

    /**
     * How far an examination is.
     *
     * @param shadowed frames that the candidate scored in live traffic after this champion had decided
     * @param labelled labelled inspections that both have scored
     * @param newestLabel when the last of those labels was set
     */
    record Standing(int shadowed, int labelled, Optional<Instant> newestLabel) {}

    /** Stores a score; one that is stored already is replaced. */
    void put(ModelScore score);

    /** How far the examination of a pair is. */
    Standing standing(Pair pair);

    /** Labelled inspections of the station that have a score and that not both versions have scored, newest first. */
    List<InspectionId> missing(Pair pair, int limit);

    /** Whether a version decided or scored an inspection. */
    boolean scored(StationId station, ModelVersion version, InspectionId inspection);

    /** What a version stored of an inspection that another one decided. */
    Optional<ModelScore> find(ModelVersion version, InspectionId inspection);

    /** Labelled inspections that both have scored, newest first. */
    List<Judged> labelled(Pair pair, int limit);

    /** Inspections, labelled or not, on which the two disagree, newest first. */
    List<Judged> disagreements(Pair pair, int limit);
}
