package io.winnow.adapter.rest;

import io.winnow.core.review.Opinion;
import io.winnow.core.review.OpinionStore.Said;
import org.jspecify.annotations.Nullable;

/**
 * What is said of an inspection at present: a label, a doubt, or nothing.
 *
 * @param revision names it, "none" where nothing is said
 */
public record OpinionView(
        String inspectionId,
        @Nullable LabelView label,
        @Nullable DoubtView unsure,
        String revision) {
    static OpinionView of(Said said) {
        Opinion opinion = said.opinion();
        return new OpinionView(
                said.inspection().value(),
                opinion.label().map(LabelView::of).orElse(null),
                opinion.doubt().map(DoubtView::of).orElse(null),
                opinion.revision());
    }
}
