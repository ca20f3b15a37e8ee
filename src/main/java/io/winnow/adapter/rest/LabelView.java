package io.winnow.adapter.rest;

import io.winnow.core.review.Label;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a person said of an inspection. */
public record LabelView(
        String verdict, @Nullable String defectType, List<RegionView> regions, String labelledBy, Instant labelledAt) {
    static LabelView of(Label label) {
        return new LabelView(
                label.verdict().name().toLowerCase(Locale.ROOT),
                label.defectType().orElse(null),
                label.regions().stream().map(RegionView::of).toList(),
                label.labelledBy(),
                label.labelledAt());
    }
}
