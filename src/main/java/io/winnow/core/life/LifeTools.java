package io.winnow.core.life;

import io.winnow.core.inspection.FrameStore;
import io.winnow.core.inspection.InspectionStore;
import io.winnow.core.inspection.StationId;
import io.winnow.core.model.Artefacts;
import io.winnow.core.model.EmbeddingStore;
import io.winnow.core.model.ModelStore;
import io.winnow.core.model.OwnBackbones;
import io.winnow.core.review.ModelScoreStore;
import io.winnow.core.review.RegressionSet;
import io.winnow.core.station.Shadow;
import io.winnow.core.station.Station;
import java.time.Clock;
import java.util.function.Function;

/** What {@link ModelLife} works with. */
public record LifeTools(
        ModelStore models,
        ModelScoreStore scores,
        InspectionStore inspections,
        FrameStore frames,
        EmbeddingStore embeddings,
        Artefacts artefacts,
        Shadow shadow,
        RegressionSet regression,
        Function<StationId, PromotionPolicy> policies,
        Function<Station, OwnBackbones> backbones,
        LifeListener listener,
        Clock clock) {
    FramePatches patches() {
        return new FramePatches(embeddings, frames);
    }
}
