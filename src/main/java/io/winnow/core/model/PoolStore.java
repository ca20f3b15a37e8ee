package io.winnow.core.model;

import io.winnow.core.image.ContentHash;
import io.winnow.core.inspection.StationId;
import java.util.List;

/** The frames that a station trains on. Thread-safe. */
public interface PoolStore {
    /** Adds a frame; a frame whose image is in the pool already changes nothing. Returns whether it was added. */
    boolean add(StationId station, PoolFrame frame);

    /** Takes a frame out; returns whether it was in. */
    boolean remove(StationId station, ContentHash image);

    /** All frames in the order in which they came. */
    List<PoolFrame> list(StationId station);

    /** Number of frames. */
    int size(StationId station);
}
