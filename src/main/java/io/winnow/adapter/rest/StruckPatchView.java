package io.winnow.adapter.rest;

import io.winnow.core.model.StruckPatch;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A patch kept out of memory banks, as clients see it. */
public record StruckPatchView(
        long id,
        String frameHash,
        String frameId,
        String image,
        String recipe,
        int row,
        int column,
        String by,
        Instant at,
        String reason,
        @Nullable String undoneBy,
        @Nullable Instant undoneAt) {
    static StruckPatchView of(StruckPatch patch) {
        return new StruckPatchView(
                patch.id(),
                patch.image().hex(),
                patch.frame().value(),
                "/api/v1/frames/" + patch.image(),
                patch.recipe().hash().hex(),
                patch.row(),
                patch.column(),
                patch.by(),
                patch.at(),
                patch.why(),
                patch.undone().map(StruckPatch.Undone::by).orElse(null),
                patch.undone().map(StruckPatch.Undone::at).orElse(null));
    }
}
