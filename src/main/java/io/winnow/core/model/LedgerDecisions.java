package io.winnow.core.model;

import io.winnow.core.image.ContentHash;
import io.winnow.core.inspection.StationId;
import java.util.Collection;
import java.util.List;

/** What operators decided of dropped frames, one decision for an image of a station, every earlier one kept. Thread-safe. */
public interface LedgerDecisions {
    /** Makes or replaces decisions, all or none. */
    void put(StationId station, Collection<LedgerDecision> decisions);

    /** Takes decisions back; no error where there is none. */
    void remove(StationId station, Collection<ContentHash> images, String by);

    /** All decisions that hold at a station. */
    List<LedgerDecision> list(StationId station);
}
