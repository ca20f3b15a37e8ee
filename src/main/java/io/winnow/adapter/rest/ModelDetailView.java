package io.winnow.adapter.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.core.life.ModelLife;
import io.winnow.core.model.ParityReport;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A model version with its artefact, as clients see it.
 *
 * @param artefact the manifest in its folder, word for word; null where the files are not kept
 * @param checked its last verification since the service started
 */
public record ModelDetailView(
        @JsonUnwrapped ModelLifeView model,
        @Nullable JsonNode artefact,
        @Nullable CheckedView checked) {
    /** A verification: golden frames scored again. */
    public record CheckedView(
            Instant at,
            String when,
            int frames,
            double largestScoreDifference,
            double largestPeakDifference,
            int flips,
            double tolerance,
            boolean passed) {
        static CheckedView of(ModelLife.Checked checked) {
            ParityReport parity = checked.parity();
            return new CheckedView(
                    checked.at(),
                    checked.when(),
                    parity.frames(),
                    parity.largestScoreDifference(),
                    parity.largestPeakDifference(),
                    parity.flips(),
                    parity.tolerance(),
                    parity.passed());
        }
    }
}
