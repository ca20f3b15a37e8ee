package io.winnow.core.review;

import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.StationId;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What simulated or replayed frames really show. For evaluation only: neither verdicts nor fits read it. Thread-safe.
 */
public interface TruthStore {
    /**
     * The truth about one frame.
     *
     * @param defective whether it shows a defect
     * @param defectType kind of defect, where known
     * @param maskPng mask image, 0 normal and 255 defect, where known
     */
    record FrameTruth(boolean defective, Optional<String> defectType, Optional<ByteBuffer> maskPng) {}

    /** Records the truth about a frame. */
    void put(StationId station, FrameId frame, FrameTruth truth);

    /** The truth about a frame, where it is known. */
    Optional<FrameTruth> find(StationId station, FrameId frame);

    /** For those of the given frames whose truth is known: whether they are defective. */
    Map<FrameId, Boolean> defective(StationId station, Set<FrameId> frames);
}
