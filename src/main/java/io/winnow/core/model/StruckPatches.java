package io.winnow.core.model;

import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Patches struck out of stations' memory banks. Thread-safe. */
public interface StruckPatches {
    /**
     * Strikes a patch out; its id is ignored.
     *
     * @return as stored; empty where the patch is struck out already
     */
    Optional<StruckPatch> strike(StruckPatch patch);

    /** Takes a strike back; empty where the station has no such strike. One that was taken back before stays as it is. */
    Optional<StruckPatch> undo(StationId station, long id, String by, Instant at);

    /** All strikes of a station, newest first, also those that were taken back. */
    List<StruckPatch> list(StationId station);

    /** What a version's memory bank was fitted without. */
    List<StruckPatch> leftOut(StationId station, ModelVersion version);

    /** The strikes that stand for embeddings of a recipe. */
    default List<StruckPatch> standing(StationId station, Recipe recipe) {
        return list(station).stream()
                .filter(patch -> patch.undone().isEmpty() && patch.recipe().equals(recipe))
                .toList();
    }
}
