package io.winnow.core.review;

import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.StationId;
import io.winnow.core.review.ModelScoreStore.Pair;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The stations' regression sets: missed defects, for as long as their labels say that they are defects. Thread-safe. */
public interface RegressionSet {
    /**
     * What two versions say of a frame of the set.
     *
     * @param champion whether the champion rejects it; empty where it has not scored it
     * @param candidate whether the candidate rejects it; empty where it has not scored it
     */
    record Tried(InspectionId inspection, FrameId frame, Optional<Boolean> champion, Optional<Boolean> candidate) {}

    /** Puts an inspection that exists into its station's set, or back into it. */
    void add(InspectionId inspection, String by, String why, Instant at);

    /** Takes an inspection out; no error where it is not in. */
    void remove(InspectionId inspection, String by, String why, Instant at);

    /** An inspection that is or was in a set. */
    Optional<RegressionFrame> find(InspectionId inspection);

    /** What is or was in a station's set, newest first. */
    List<RegressionFrame> list(StationId station);

    /** The frames in the station's set as both versions judge them, newest first. */
    List<Tried> tried(Pair pair);

    /** The inspections that are in a station's set. */
    default List<InspectionId> members(StationId station) {
        return list(station).stream()
                .filter(frame -> frame.removed().isEmpty())
                .map(RegressionFrame::inspection)
                .toList();
    }
}
