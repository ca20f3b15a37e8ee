package io.winnow.adapter.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.life.ModelLife;
import io.winnow.core.model.ModelRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A model version and where it stands, as clients see it.
 *
 * @param files whether its artefact is kept
 * @param comparedWith the champion that it is or was held against
 */
public record ModelLifeView(
        @JsonUnwrapped ModelView model,
        String state,
        String reason,
        Instant since,
        boolean files,
        boolean canPromote,
        boolean canRollBack,
        @Nullable String comparedWith) {
    static ModelLifeView of(ModelRecord model, ModelView view) {
        return new ModelLifeView(
                view,
                model.state().word(),
                model.reason(),
                model.since(),
                model.files(),
                model.state().open(),
                ModelLife.canRollBack(model),
                model.comparedWith().map(ModelVersion::toString).orElse(null));
    }
}
