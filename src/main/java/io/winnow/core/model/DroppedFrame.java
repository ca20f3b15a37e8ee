package io.winnow.core.model;

import io.winnow.core.image.ContentHash;
import io.winnow.core.image.FrameId;
import java.util.OptionalInt;

/**
 * A frame that refinement dropped from the pool, as the ledger keeps it.
 *
 * @param score by which it was judged; higher is more anomalous
 * @param rank 1 is the most anomalous of its round
 * @param round of the refinement, from 1
 * @param reason for people
 * @param group number, from 1, of the look-alikes that it belongs to; empty where it looks like no other dropped frame
 */
public record DroppedFrame(
        FrameId frame, ContentHash image, double score, int rank, int round, String reason, OptionalInt group) {
    /** One that belongs to no group. */
    public DroppedFrame(FrameId frame, ContentHash image, double score, int rank, int round, String reason) {
        this(frame, image, score, rank, round, reason, OptionalInt.empty());
    }
}
