package io.winnow.core.model;

import io.winnow.core.image.ContentHash;
import io.winnow.core.image.ImageQuality;
import java.util.Optional;

/**
 * A frame of a pool with what decides how long it stays there.
 *
 * @param confirmed whether an operator says that it is normal; such a frame is never drawn out and never dropped
 * @param shift in which it was taken; empty where unknown
 * @param setting of the camera with which it was taken; empty where unknown
 * @param bytes of its image and its embeddings on disk
 * @param signature for finding near-duplicates; empty where it is not known
 * @param quality of its image; empty where it was not measured
 */
public record PoolEntry(
        PoolFrame frame,
        Origin origin,
        boolean confirmed,
        String shift,
        String setting,
        long bytes,
        Optional<Signature> signature,
        Optional<ImageQuality> quality) {
    public PoolEntry {
        if (bytes < 0) {
            throw new IllegalArgumentException(
                    "pool frame %s has %d bytes, must not be negative".formatted(frame.frame(), bytes));
        }
    }

    /** A collected frame of which nothing else is known. */
    public static PoolEntry collected(PoolFrame frame) {
        return new PoolEntry(frame, Origin.COLLECTED, false, "", "", 0, Optional.empty(), Optional.empty());
    }

    /** Name of the stored bytes. */
    public ContentHash image() {
        return frame.image();
    }

    /** The same with another word of the operator. */
    public PoolEntry withConfirmed(boolean now) {
        return new PoolEntry(frame, origin, now, shift, setting, bytes, signature, quality);
    }
}
