package io.winnow.core.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.ReviewSelection;
import io.winnow.core.inspection.ReviewSelection.Reason;
import io.winnow.core.inspection.StationId;
import io.winnow.core.review.ReviewQueue.Waiting;
import io.winnow.core.review.ReviewQueue.Why;
import io.winnow.testing.Inspections;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReviewQueueTest {
    private final Frames frames = new Frames();
    private final ReviewQueue queue = new ReviewQueue(frames, frames);

    private static Inspection grey(int number, double score) {
        return Inspections.grey(number, score, Inspections.mapWithPeak(2, 2, 0, 0, 1));
    }

    private static Inspection passed(int number, Reason reason) {
        return Inspections.scored(number, 0.5, new ReviewSelection(reason, 0.02));
    }

    private static Inspection rejected(int number) {
        return Inspections.scored(number, 2, new ReviewSelection(Reason.REJECT, 1));
    }

    private List<Integer> order(int limit) {
        return queue.first(Inspections.STATION, limit).stream()
                .map(waiting -> Integer.parseInt(waiting.inspection().id().value()))
                .toList();
    }

    @Test
    void first_everyKind_comesInTheOrderOfWhatItTeaches() {
        frames.chosen = List.of(grey(1, 0.9), passed(2, Reason.AUDIT), rejected(3));
        frames.dispute(passed(4, Reason.NONE), 1.5);
        frames.doubted = List.of(passed(5, Reason.NONE));

        assertThat(order(10)).containsExactly(1, 4, 2, 3, 5);
        assertThat(queue.first(Inspections.STATION, 10))
                .extracting(waiting -> waiting.why().get(0))
                .containsExactly(Why.GREY_BAND, Why.DISAGREEMENT, Why.AUDIT, Why.REJECT, Why.UNSURE);
    }

    @Test
    void first_severalReasons_areAllNamedAndComeBeforeOne() {
        Inspection both = grey(1, 0.9);
        frames.chosen = List.of(grey(2, 0.9), both);
        frames.dispute(both, 1.2);

        List<Waiting> waiting = queue.first(Inspections.STATION, 10);

        assertThat(order(10)).containsExactly(1, 2);
        assertThat(waiting.get(0).why()).containsExactly(Why.GREY_BAND, Why.DISAGREEMENT);
        assertThat(waiting.get(0).disputed()).isPresent();
    }

    @Test
    void first_greyBand_theMiddleComesBeforeTheEdges() {
        frames.chosen = List.of(grey(3, 0.99), grey(2, 0.9), grey(1, 0.81));

        assertThat(order(10)).containsExactly(2, 3, 1);
    }

    @Test
    void first_disagreements_theStrongestComesFirst() {
        frames.dispute(passed(1, Reason.NONE), 1.1);
        frames.dispute(passed(2, Reason.NONE), 4);
        frames.dispute(passed(3, Reason.NONE), 2);

        assertThat(order(10)).containsExactly(2, 3, 1);
        assertThat(order(2)).containsExactly(2, 3);
    }

    private static final class Frames implements ReviewStore, ReviewCandidates {
        private List<Inspection> chosen = List.of();
        private List<Inspection> doubted = List.of();
        private final List<Disputed> disputed = new ArrayList<>();

        void dispute(Inspection inspection, double score) {
            disputed.add(new Disputed(inspection, new ModelVersion(4), score, 1));
        }

        @Override
        public List<Inspection> queue(StationId station, int limit) {
            return chosen;
        }

        @Override
        public List<Disputed> disputed(StationId station, int limit) {
            return disputed;
        }

        @Override
        public List<Inspection> doubted(StationId station, int limit) {
            return doubted;
        }

        @Override
        public List<Inspection> unlabelled(StationId station, ModelVersion model, int limit) {
            throw new UnsupportedOperationException("not asked here");
        }

        @Override
        public List<OpinionStore.Said> said(List<InspectionId> inspections) {
            throw new UnsupportedOperationException("not asked here");
        }

        @Override
        public List<String> defectTypes(StationId station, int limit) {
            throw new UnsupportedOperationException("not asked here");
        }

        @Override
        public List<StoredScore> scores(StationId station, ModelVersion model, int window) {
            throw new UnsupportedOperationException("not asked here");
        }

        @Override
        public List<Count> counts(StationId station, int window) {
            throw new UnsupportedOperationException("not asked here");
        }
    }
}
