package io.winnow.core.life;

import io.winnow.core.image.ContentHash;
import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.StationId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is still known of the frames that a station has seen. Thread-safe. */
public interface FrameHistory {
    /**
     * Inspections of a station that were decided within some time, newest first.
     *
     * @param from inclusive; empty for the beginning
     * @param to exclusive; empty for now
     */
    List<InspectionId> decided(StationId station, Optional<Instant> from, Optional<Instant> to, int limit);

    /** When the oldest inspection that retention has left was decided. */
    Optional<Instant> oldest(StationId station);

    /** A frame of the station with that image; empty where there never was one, or it is forgotten. */
    Optional<FrameId> frame(StationId station, ContentHash image);

    /** The image of a frame that a bank was fitted on; empty where it is forgotten. */
    Optional<ContentHash> image(StationId station, FrameId frame);
}
