package io.winnow.core.model;

import io.winnow.core.inspection.StationId;
import java.util.List;

/** What became of scheduled refits. Thread-safe. */
public interface ScheduledRefits {
    void add(ScheduledRefit refit);

    /** The newest twenty of a station, newest first. */
    List<ScheduledRefit> list(StationId station);
}
