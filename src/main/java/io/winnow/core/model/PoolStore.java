package io.winnow.core.model;

import io.winnow.core.image.ContentHash;
import io.winnow.core.inspection.StationId;
import java.util.List;
import java.util.Optional;

/** The frames that a station trains on. Thread-safe. */
public interface PoolStore {
    /** Adds a frame; a frame whose image is in the pool already changes nothing. Returns whether it was added. */
    boolean add(StationId station, PoolEntry entry);

    /** Adds a collected frame of which nothing else is known. */
    default boolean add(StationId station, PoolFrame frame) {
        return add(station, PoolEntry.collected(frame));
    }

    /** Takes a frame out; returns whether it was in. */
    boolean remove(StationId station, ContentHash image);

    /** Notes whether an operator says that a frame of the pool is normal. */
    void confirm(StationId station, ContentHash image, boolean confirmed);

    /** Takes a frame out for as long as a label says that it is defective; returns whether it was in. */
    boolean setAside(StationId station, ContentHash image);

    /** What was set aside under that name, which is forgotten by this; the caller decides whether it goes back. */
    Optional<PoolEntry> takeFromAside(StationId station, ContentHash image);

    /** Whether any station's pool holds the image. */
    boolean inAnyPool(ContentHash image);

    /** All frames in the order in which they came, with all that is known of them. */
    List<PoolEntry> entries(StationId station);

    /** The frames to train on, in the order in which they came: never one that carries the label of a defect. */
    List<PoolFrame> list(StationId station);

    /** Number of frames. */
    int size(StationId station);
}
