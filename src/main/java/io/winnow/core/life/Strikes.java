package io.winnow.core.life;

import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.FrameId;
import io.winnow.core.image.UndecodableImageException;
import io.winnow.core.model.StruckPatch;
import io.winnow.core.model.StruckPatches;
import io.winnow.core.station.Station;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Strikes patches of known frames out of stations' memory banks, and takes that back. Thread-safe. */
public final class Strikes {
    private final StruckPatches store;
    private final FrameHistory history;
    private final FramePatches patches;
    private final Clock clock;

    public Strikes(StruckPatches store, FrameHistory history, FramePatches patches, Clock clock) {
        this.store = store;
        this.history = history;
        this.patches = patches;
        this.clock = clock;
    }

    /** All strikes of a station, newest first, also those that were taken back. */
    public List<StruckPatch> list(Station station) {
        return store.list(station.id());
    }

    /**
     * Keeps a patch out of the station's memory banks from the next refit on.
     *
     * @return empty where it is struck out already
     * @throws FramePatches.GoneException when the station does not know the frame, or it is not stored any more
     * @throws IllegalArgumentException when the place lies outside of the grid, or who or why is empty
     */
    public Optional<StruckPatch> strike(Station station, ContentHash image, int row, int column, String by, String why)
            throws IOException, UndecodableImageException {
        FrameId frame = history.frame(station.id(), image).orElseThrow(FramePatches.GoneException::new);
        PatchEmbeddings grid = patches.find(station, image).patches();
        if (row < 0 || row >= grid.gridHeight() || column < 0 || column >= grid.gridWidth()) {
            throw new IllegalArgumentException(
                    "patch at row %d, column %d: the grid has rows 0 to %d and columns 0 to %d"
                            .formatted(row, column, grid.gridHeight() - 1, grid.gridWidth() - 1));
        }
        return store.strike(new StruckPatch(
                0,
                station.id(),
                station.recipe(),
                image,
                frame,
                row,
                column,
                by,
                clock.instant(),
                why,
                Optional.empty()));
    }

    /** Lets a patch into memory banks again, from the next refit on; empty where the station has no such strike. */
    public Optional<StruckPatch> undo(Station station, long id, String by) {
        return store.undo(station.id(), id, by, clock.instant());
    }
}
