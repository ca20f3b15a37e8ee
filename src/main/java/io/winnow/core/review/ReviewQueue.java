package io.winnow.core.review;

import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.ReviewSelection;
import io.winnow.core.inspection.StationId;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.review.ReviewCandidates.Disputed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What somebody should look at first: the frames that teach most. The grey band comes first, then what champion and candidate
 * disagree on, then random audits, rejects, and last what somebody was not sure of. A frame that waits for several reasons comes before
 * those that wait for its first reason alone; then the doubtful ones (the middle of the grey band, the strongest disagreement), then the
 * newest. Thread-safe.
 */
public final class ReviewQueue {
    /** Why a frame waits, in the order in which frames are shown. */
    public enum Why {
        GREY_BAND,
        DISAGREEMENT,
        AUDIT,
        REJECT,
        UNSURE
    }

    /**
     * A frame that waits.
     *
     * @param why all reasons, the first one first
     * @param disputed what the candidate says of it, where that is one of the reasons
     */
    public record Waiting(Inspection inspection, List<Why> why, Optional<Disputed> disputed) {
        public Waiting {
            why = List.copyOf(why);
        }
    }

    private static final Comparator<Waiting> ORDER = Comparator.comparing(
                    (Waiting waiting) -> waiting.why().get(0))
            .thenComparing(waiting -> -waiting.why().size())
            .thenComparing(ReviewQueue::certainty)
            .thenComparing(waiting -> waiting.inspection().id(), Comparator.reverseOrder());

    private final ReviewStore chosen;
    private final ReviewCandidates candidates;

    public ReviewQueue(ReviewStore chosen, ReviewCandidates candidates) {
        this.chosen = chosen;
        this.candidates = candidates;
    }

    /** The first frames of a station's queue. */
    public List<Waiting> first(StationId station, int limit) {
        Map<InspectionId, Inspection> frames = new LinkedHashMap<>();
        Map<InspectionId, Set<Why>> reasons = new LinkedHashMap<>();
        Map<InspectionId, Disputed> disputes = new LinkedHashMap<>();
        chosen.queue(station, limit).forEach(inspection -> add(frames, reasons, inspection, selected(inspection)));
        candidates.disputed(station, limit).forEach(disputed -> {
            Inspection inspection = disputed.inspection();
            disputes.put(inspection.id(), disputed);
            add(frames, reasons, inspection, Optional.of(Why.DISAGREEMENT));
            selected(inspection).ifPresent(why -> add(frames, reasons, inspection, Optional.of(why)));
        });
        candidates
                .doubted(station, limit)
                .forEach(inspection -> add(frames, reasons, inspection, Optional.of(Why.UNSURE)));
        List<Waiting> waiting = new ArrayList<>();
        frames.forEach((id, inspection) -> waiting.add(new Waiting(
                inspection,
                new ArrayList<>(reasons.getOrDefault(id, Collections.emptySet())),
                Optional.ofNullable(disputes.get(id)))));
        waiting.sort(ORDER);
        return List.copyOf(waiting.subList(0, Math.min(limit, waiting.size())));
    }

    private static void add(
            Map<InspectionId, Inspection> frames,
            Map<InspectionId, Set<Why>> reasons,
            Inspection inspection,
            Optional<Why> why) {
        why.ifPresent(reason -> {
            frames.putIfAbsent(inspection.id(), inspection);
            reasons.computeIfAbsent(inspection.id(), id -> EnumSet.noneOf(Why.class))
                    .add(reason);
        });
    }

    private static Optional<Why> selected(Inspection inspection) {
        return inspection.selection().map(ReviewSelection::reason).flatMap(reason -> switch (reason) {
            case GREY_BAND -> Optional.of(Why.GREY_BAND);
            case AUDIT -> Optional.of(Why.AUDIT);
            case REJECT -> Optional.of(Why.REJECT);
            case NONE -> Optional.empty();
        });
    }

    /** Low where a label teaches much; 0 where nothing is known of that. */
    private static double certainty(Waiting waiting) {
        return switch (waiting.why().get(0)) {
            case GREY_BAND -> fromMiddleOfBand(waiting.inspection().verdict());
            case DISAGREEMENT ->
                waiting.disputed().map(disputed -> -strength(disputed)).orElse(0.0);
            case AUDIT, REJECT, UNSURE -> 0;
        };
    }

    /** 0 in the middle of the grey band, 1 at its edges, in steps of a quarter so that newer frames win among like ones. */
    private static double fromMiddleOfBand(Verdict verdict) {
        if (!(verdict instanceof Verdict.Undecided undecided)
                || undecided.band().isEmpty()) {
            return 0;
        }
        Verdict.GreyBand band = undecided.band().get();
        double half = (band.threshold() - band.reviewThreshold()) / 2;
        double away = half > 0 ? Math.abs(band.score() - band.reviewThreshold() - half) / half : 0;
        return Math.rint(away * 4) / 4;
    }

    /** How far the candidate's score is from its threshold, as a factor, so that scales do not matter. */
    private static double strength(Disputed disputed) {
        double score = Math.max(disputed.score(), Double.MIN_NORMAL);
        double threshold = Math.max(disputed.threshold(), Double.MIN_NORMAL);
        return Math.abs(Math.log(score / threshold));
    }
}
