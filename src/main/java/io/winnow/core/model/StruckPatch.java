package io.winnow.core.model;

import io.winnow.core.image.ContentHash;
import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.StationId;
import java.time.Instant;
import java.util.Optional;

/**
 * A patch of a frame that a person keeps out of the station's memory banks, from the next refit on.
 *
 * @param id given by the store
 * @param image the frame's bytes
 * @param recipe of the embeddings whose grid the place is in
 * @param row of the patch in the grid, from the top
 * @param column of the patch in the grid, from the left
 * @param undone who took it back and when; empty while it stands
 */
public record StruckPatch(
        long id,
        StationId station,
        Recipe recipe,
        ContentHash image,
        FrameId frame,
        int row,
        int column,
        String by,
        Instant at,
        String why,
        Optional<Undone> undone) {
    /** A strike taken back. */
    public record Undone(String by, Instant at) {}

    public StruckPatch {
        if (row < 0 || column < 0) {
            throw new IllegalArgumentException(
                    "patch at row %d, column %d: both must be at least 0".formatted(row, column));
        }
        if (why.isBlank() || by.isBlank()) {
            throw new IllegalArgumentException(
                    "a patch is struck out by '%s' because '%s'; neither may be empty".formatted(by, why));
        }
    }
}
