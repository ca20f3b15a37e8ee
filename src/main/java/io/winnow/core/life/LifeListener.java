package io.winnow.core.life;

import io.winnow.core.inspection.StationId;
import io.winnow.core.model.ModelTransition;
import java.util.List;

/** Hears what becomes of models. Must be quick. */
public interface LifeListener {
    /** Transitions of a station were recorded. */
    default void moved(StationId station, List<ModelTransition> transitions) {}

    /** An artefact was refused. */
    default void refused(StationId station, String reason) {}
}
