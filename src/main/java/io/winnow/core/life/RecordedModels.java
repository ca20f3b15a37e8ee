package io.winnow.core.life;

import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.model.ModelState;
import io.winnow.core.model.ModelStore;
import io.winnow.core.model.ModelTransition;
import io.winnow.core.model.NewModel;
import io.winnow.core.station.RefitService;
import io.winnow.core.station.Station;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Records what a refit made in a process that serves nothing: as candidate, or as champion where the station has none. Whoever serves
 * {@linkplain ModelLife#take takes it over}, or finds it at its next start. Thread-safe.
 */
public final class RecordedModels implements RefitService.Admission {
    private final ModelStore models;

    public RecordedModels(ModelStore models) {
        this.models = models;
    }

    @Override
    public void admit(Station station, NewModel model) throws IOException {
        StationId id = station.id();
        ModelVersion version = model.manifest().version();
        List<ModelTransition> steps = new ArrayList<>();
        models.candidate(id)
                .ifPresent(older -> steps.add(new ModelTransition(
                        older.version(), ModelState.DISCARDED, ModelLife.BY_REFIT, StationLife.replacedBy(version))));
        boolean first = models.champion(id).isEmpty();
        steps.add(new ModelTransition(
                version,
                first ? ModelState.CHAMPION : ModelState.CANDIDATE,
                ModelLife.BY_REFIT,
                first ? StationLife.FIRST : StationLife.ON_RECORD));
        try {
            models.add(model, steps);
        } catch (IOException | RuntimeException e) {
            models.deleteDraft(id, version);
            throw e;
        }
    }
}
