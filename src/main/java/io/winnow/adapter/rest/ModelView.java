package io.winnow.adapter.rest;

import io.winnow.core.model.ModelManifest;
import io.winnow.core.review.RefinementTruth;
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
        @Nullable TruthView truth) {
    /** How good the refinement was, where the truth is known. */
    public record TruthView(
            int poolDefective,
            int droppedDefective,
            @Nullable Double precision,
            @Nullable Double recall) {
        static TruthView of(RefinementTruth truth) {
            return new TruthView(
                    truth.poolDefective(),
                    truth.droppedDefective(),
                    truth.precision().isPresent() ? truth.precision().getAsDouble() : null,
                    truth.recall().isPresent() ? truth.recall().getAsDouble() : null);
        }
    }

    static ModelView of(ModelManifest model, Optional<RefinementTruth> truth) {
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
                truth.map(TruthView::of).orElse(null));
    }
}
