package io.winnow.adapter.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.winnow.core.review.ReviewCandidates.Disputed;
import io.winnow.core.review.ReviewLooks.Look;
import io.winnow.core.review.ReviewQueue.Waiting;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An inspection that waits for review.
 *
 * @param inspection its members stand beside the others
 * @param why grey_band, disagreement, audit, reject or unsure, the first reason first
 * @param disputed what the candidate says of it, where it disagrees
 * @param look who looks at it just now
 */
public record WaitingView(
        @JsonUnwrapped InspectionView inspection,
        List<String> why,
        @Nullable DisputedView disputed,
        @Nullable LookView look) {
    /** A candidate's score and threshold. */
    public record DisputedView(String modelVersion, double score, double threshold) {
        static DisputedView of(Disputed disputed) {
            return new DisputedView(disputed.candidate().toString(), disputed.score(), disputed.threshold());
        }
    }

    static WaitingView of(Waiting waiting, InspectionView inspection, @Nullable Look look) {
        return new WaitingView(
                inspection,
                waiting.why().stream()
                        .map(why -> why.name().toLowerCase(Locale.ROOT))
                        .toList(),
                waiting.disputed().map(DisputedView::of).orElse(null),
                look == null ? null : LookView.of(look));
    }
}
