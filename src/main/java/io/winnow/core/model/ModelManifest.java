package io.winnow.core.model;

import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import java.time.Instant;

/**
 * What a model version was made from and how.
 *
 * @param backbone name and hash of the backbone
 * @param recipe hash over backbone, region and input size; a champion is used only where the station still has this recipe
 * @param detector such as {@code "patchcore k=5"}
 * @param index what the memory bank is held in, such as {@code "faiss IVFFlat nlist=507 nprobe=16 recall@1=0.994"}
 * @param strategy refinement strategy
 * @param ratio share of the pool that was to be dropped
 * @param seed of every draw
 * @param poolFrames frames before refinement
 * @param droppedFrames frames that refinement dropped
 * @param threshold scores above it are rejected; plain distance
 * @param regionThreshold smoothed patch scores above it belong to a region; plain distance
 * @param library what fitted it and on which architecture, for people
 */
public record ModelManifest(
        StationId station,
        ModelVersion version,
        Instant createdAt,
        String backbone,
        String recipe,
        String detector,
        String index,
        String strategy,
        double ratio,
        long seed,
        int poolFrames,
        int droppedFrames,
        double threshold,
        double regionThreshold,
        String library) {
    public ModelManifest {
        if (!Double.isFinite(threshold) || !Double.isFinite(regionThreshold)) {
            throw new IllegalArgumentException("model %s of %s: threshold %s and region threshold %s must be finite"
                    .formatted(version, station, threshold, regionThreshold));
        }
    }
}
