package io.winnow.core.review;

import io.winnow.core.inspection.StationId;
import io.winnow.core.review.LabelStore.Labelled;
import io.winnow.core.review.ReviewStore.Count;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Questions across a station's inspections by when they were decided. Only those with a score are meant. Thread-safe. */
public interface TimedReviewStore {
    /**
     * How many inspections of a bin were decided alike.
     *
     * @param bin position of the bin
     * @param first when the first of them was decided
     * @param last when the last of them was decided
     */
    record TimedCount(int bin, Instant first, Instant last, Count count) {}

    /**
     * Numbers of inspections in each bin.
     *
     * @param edges ascending; bin {@code i} is from edge {@code i}, included, to edge {@code i + 1}, excluded
     */
    List<TimedCount> counts(StationId station, List<Instant> edges);

    /** The labelled ones decided from a moment, included, to another, excluded; newest first. */
    List<Labelled> labelled(StationId station, Instant from, Instant to);

    /** When the oldest was decided; empty where there is none. */
    Optional<Instant> oldest(StationId station);
}
