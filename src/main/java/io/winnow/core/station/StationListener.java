package io.winnow.core.station;

import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.StationId;

/** Hears what happens at stations: dashboards, metrics, the outbox. Called on the thread that did it; must be quick. */
public interface StationListener {
    /** An inspection was stored. */
    default void inspected(Inspection inspection) {}

    /** A station's state other than its counts changed: its model, its phase, its job. */
    default void changed(StationId station) {}

    /** A frame was dropped before it was inspected. */
    default void dropped(StationId station, String reason) {}
}
