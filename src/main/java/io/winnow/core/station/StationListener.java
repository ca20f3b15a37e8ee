package io.winnow.core.station;

import io.winnow.core.camera.FrameNote;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.StationId;
import io.winnow.core.model.Origin;
import io.winnow.core.pool.Refusal;
import io.winnow.core.watch.DriftAlarm;

/** Hears what happens at stations: dashboards, metrics, the outbox. Called on the thread that did it; must be quick. */
public interface StationListener {
    /** An inspection was stored. */
    default void inspected(Inspection inspection) {}

    /** A station's state other than its counts changed: its model, its phase, its job. */
    default void changed(StationId station) {}

    /** A frame entered a station's pool. */
    default void pooled(StationId station, Origin origin) {}

    /** A frame that was judged normal did not enter its station's pool. */
    default void poolRefused(StationId station, Refusal why) {}

    /** A frame left its station's pool. */
    default void unpooled(StationId station, Refusal why) {}

    /** A station drifts. */
    default void drifted(StationId station, DriftAlarm alarm) {}

    /** A frame came that had been inspected before. */
    default void repeated(StationId station) {}

    /** A camera left something out or got it wrong, and it was replaced. */
    default void mended(StationId station, FrameNote note) {}

    /** A message for the station was not taken, for a reason that doubles as a metric tag. */
    default void refused(StationId station, String reason) {}

    /** A frame was dropped before it was inspected. */
    default void dropped(StationId station, String reason) {}
}
