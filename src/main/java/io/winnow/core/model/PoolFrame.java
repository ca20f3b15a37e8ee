package io.winnow.core.model;

import io.winnow.core.image.ContentHash;
import io.winnow.core.image.FrameId;
import java.time.Instant;

/**
 * A frame in a station's training pool.
 *
 * @param image name of the stored bytes; unique in a pool
 */
public record PoolFrame(FrameId frame, ContentHash image, Instant collectedAt) {}
