package io.winnow.adapter.rest;

import io.winnow.core.review.Label;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a person said of an inspection.
 *
 * @param revision names this label; to be sent as {@code basedOn} by who wants to change it
 */
public record LabelView(
        String verdict,
        @Nullable String defectType,
        List<MarkView> regions,
        String labelledBy,
        Instant labelledAt,
        String revision) {
    static LabelView of(Label label) {
        return new LabelView(
                label.verdict().name().toLowerCase(Locale.ROOT),
                label.defectType().orElse(null),
                MarkView.of(label.marks()),
                label.labelledBy(),
                label.labelledAt(),
                label.revision());
    }
}
