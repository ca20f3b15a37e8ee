package io.winnow.adapter.rest;

import io.winnow.core.model.ModelManifest;
import io.winnow.core.refinement.PollutionEstimate;
import io.winnow.core.review.RefinementTruth;
import io.winnow.core.review.RefinementTruths;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A model version as clients see it. */
public record ModelView(
        String version,
        Instant createdAt,
        String detector,
        String backbone,
        String index,
        String strategy,
        double ratio,
        long seed,
        int poolFrames,
        int droppedFrames,
        double threshold,
        @Nullable TruthView truth,
        @Nullable TruthView byOperators,
        @Nullable PollutionView pollution) {
    /** How good the refinement was, where the truth is known. */
    public record TruthView(
            int judged,
            int poolDefective,
            int droppedDefective,
            @Nullable Double precision,
            @Nullable Double recall) {
        static TruthView of(RefinementTruth truth, int judged) {
            return new TruthView(
                    judged,
                    truth.poolDefective(),
                    truth.droppedDefective(),
                    truth.precision().isPresent() ? truth.precision().getAsDouble() : null,
                    truth.recall().isPresent() ? truth.recall().getAsDouble() : null);
        }
    }

    /** The estimated share of defects in the pool with its 95 % interval. */
    public record PollutionView(double share, double low, double high) {}

    static ModelView of(
            ModelManifest model,
            Optional<RefinementTruth> truth,
            Optional<RefinementTruths.ByOperators> byOperators,
            Optional<PollutionEstimate> pollution) {
        return new ModelView(
                model.version().toString(),
                model.createdAt(),
                model.detector(),
                model.backbone(),
                model.index(),
                model.strategy(),
                model.ratio(),
                model.seed(),
                model.poolFrames(),
                model.droppedFrames(),
                model.threshold(),
                truth.map(known -> TruthView.of(known, model.poolFrames())).orElse(null),
                byOperators
                        .map(known -> TruthView.of(known.truth(), known.judged()))
                        .orElse(null),
                pollution
                        .map(estimate -> new PollutionView(estimate.share(), estimate.low(), estimate.high()))
                        .orElse(null));
    }
}
