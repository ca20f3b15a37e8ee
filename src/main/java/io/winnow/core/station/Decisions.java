package io.winnow.core.station;

import io.winnow.core.review.AuditSampler;
import io.winnow.core.threshold.Thresholds;

/**
 * How scores become verdicts, apart from the model.
 *
 * @param thresholds in force for each model
 * @param audit chooses what is to be reviewed
 */
public record Decisions(Thresholds thresholds, AuditSampler audit) {
    /** Thresholds of the fit, and the usual share of audits. */
    public static final Decisions OF_MODEL =
            new Decisions(Thresholds.OF_MODEL, new AuditSampler(AuditSampler.DEFAULT_SHARE));
}
