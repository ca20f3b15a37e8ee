package io.winnow.adapter.rest;

import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.threshold.ThresholdSetting;
import io.winnow.core.threshold.WhatIf;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What other thresholds would have decided.
 *
 * @param sentence for people
 * @param was what was decided
 * @param would what would have been
 * @param changed how many verdicts change
 * @param changes some of them, newest first
 */
public record WhatIfView(
        String sentence,
        String modelVersion,
        double threshold,
        @Nullable Double reviewThreshold,
        int inspections,
        OutcomeView was,
        OutcomeView would,
        int changed,
        Page<ChangedView> changes) {
    /** Numbers of decisions; those against labels only where frames are labelled. */
    public record OutcomeView(
            int pass, int check, int reject, int labelled, int falseRejects, int missedDefects, int caughtDefects) {
        static OutcomeView of(WhatIf.Outcome outcome) {
            return new OutcomeView(
                    outcome.pass(),
                    outcome.check(),
                    outcome.reject(),
                    outcome.normal() + outcome.missed() + outcome.caught(),
                    outcome.falseRejects(),
                    outcome.missed(),
                    outcome.caught());
        }
    }

    /** An inspection that would have been decided otherwise. */
    public record ChangedView(
            String id,
            double score,
            String was,
            String would,
            @Nullable String label,
            String inspection,
            String image) {
        static ChangedView of(WhatIf.Changed changed) {
            String self = "/api/v1/inspections/" + changed.id();
            return new ChangedView(
                    changed.id().value(),
                    changed.score(),
                    changed.was(),
                    changed.would(),
                    changed.truth()
                            .map(truth -> truth.name().toLowerCase(Locale.ROOT))
                            .orElse(null),
                    self,
                    self + "/image");
        }
    }

    static WhatIfView of(WhatIf whatIf, ModelVersion model, @Nullable String before, int limit) {
        List<WhatIf.Changed> left = whatIf.changes().stream()
                .filter(changed -> before == null || changed.id().value().compareTo(before) < 0)
                .toList();
        List<ChangedView> page = left.stream().limit(limit).map(ChangedView::of).toList();
        ThresholdSetting setting = whatIf.setting();
        return new WhatIfView(
                whatIf.sentence(),
                model.toString(),
                setting.threshold(),
                setting.reviewThreshold().isPresent()
                        ? setting.reviewThreshold().getAsDouble()
                        : null,
                whatIf.inspections(),
                OutcomeView.of(whatIf.was()),
                OutcomeView.of(whatIf.would()),
                whatIf.changes().size(),
                new Page<>(page, left.size() > limit ? page.get(limit - 1).id() : null));
    }
}
