package io.winnow.core.life;

import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.review.ModelComparison;

/**
 * A candidate against its champion, as far as its examination has come.
 *
 * @param shadowFrames live frames that both have judged
 * @param shadowTarget how many it takes
 * @param shadowDropped frames that the shadow had no time for, since the start
 * @param fittedOn labelled frames that were left out of the comparison because one of the two was fitted on them
 * @param regression how both do on the missed defects that the station keeps
 * @param decision what the policy says of it now
 */
public record CandidateReport(
        ModelVersion candidate,
        ModelVersion champion,
        int shadowFrames,
        int shadowTarget,
        long shadowDropped,
        int fittedOn,
        ModelComparison comparison,
        RegressionOutcome regression,
        PromotionPolicy.Decision decision) {}
