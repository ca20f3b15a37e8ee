package io.winnow.core.threshold;

import io.winnow.core.model.RefitPlan;
import java.util.Optional;

/**
 * How a station's thresholds are found, whatever model serves.
 *
 * @param reject above this threshold a frame is rejected
 * @param review above this lower one, up to the other, it goes to review: the grey band; empty for none
 */
public record ThresholdPolicy(ThresholdRule reject, Optional<ThresholdRule> review) {
    /** What a station's configuration says before anybody changed it. */
    public static ThresholdPolicy of(RefitPlan plan) {
        ThresholdRule rule = plan.fixedThreshold().isPresent()
                ? new ThresholdRule.Fixed(plan.fixedThreshold().getAsDouble())
                : new ThresholdRule.Conformal(plan.falseRejectRate(), false);
        return new ThresholdPolicy(rule, Optional.empty());
    }
}
