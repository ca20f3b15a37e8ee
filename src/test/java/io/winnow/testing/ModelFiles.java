package io.winnow.testing;

import io.winnow.core.model.ArtefactException;
import io.winnow.core.model.Artefacts;
import io.winnow.core.model.ModelRecord;
import io.winnow.core.model.ModelStore;
import io.winnow.core.model.OwnBackbones;
import io.winnow.core.station.Station;

/** Opens a version as its station would. */
public final class ModelFiles {
    private ModelFiles() {}

    public static Artefacts.Opened open(Artefacts artefacts, ModelStore models, Station station, ModelRecord model)
            throws ArtefactException {
        return artefacts.open(models.folder(station.id(), model.version()), owner(station, model));
    }

    public static Artefacts.Owner owner(Station station, ModelRecord model) {
        return new Artefacts.Owner(
                station.id(),
                model.version(),
                station.recipe(),
                station.reader().backbone().manifest().sha256(),
                model.seal(),
                station.reader()::read,
                OwnBackbones.NONE);
    }
}
