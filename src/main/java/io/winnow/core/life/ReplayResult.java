package io.winnow.core.life;

import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.inspection.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a version says of frames that were decided before.
 *
 * @param version that was asked
 * @param more whether there were more frames than the plan takes; the newest were taken
 * @param oldestKept when the oldest inspection that retention has left was decided
 * @param replayed frames that were judged anew
 * @param fromStored how many of them from stored embeddings, without running the backbone
 * @param counts how often each pair of verdicts occurred
 * @param changes frames whose verdict changes, newest first
 * @param skipped frames that could not be replayed, newest first
 */
public record ReplayResult(
        StationId station,
        ModelVersion version,
        ReplayPlan plan,
        boolean more,
        Optional<Instant> oldestKept,
        int replayed,
        int fromStored,
        List<Count> counts,
        List<Change> changes,
        List<Skipped> skipped) {
    /** Frames with the verdict words {@code then} and {@code now}. */
    public record Count(String then, String now, int frames) {}

    /**
     * A frame that would be decided otherwise.
     *
     * @param judgedBy the version that decided it; empty where none did
     */
    public record Change(
            InspectionId inspection,
            FrameId frame,
            Instant decidedAt,
            Optional<ModelVersion> judgedBy,
            Verdict then,
            Verdict now) {}

    /** A frame that could not be replayed. */
    public record Skipped(InspectionId inspection, Optional<FrameId> frame, Reason reason, String detail) {}

    /** Why a frame could not be replayed. */
    public enum Reason {
        /** Its inspection or its image is beyond retention. */
        RETENTION,
        /** Its image kept it from being judged, which is the same under every version. */
        IMAGE,
        /** Scoring failed. */
        FAILED
    }

    public ReplayResult {
        counts = List.copyOf(counts);
        changes = List.copyOf(changes);
        skipped = List.copyOf(skipped);
    }
}
