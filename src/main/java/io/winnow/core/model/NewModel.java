package io.winnow.core.model;

import io.winnow.core.image.ContentHash;
import io.winnow.core.image.FrameId;
import io.winnow.core.refinement.PollutionEstimate;
import java.util.List;
import java.util.Optional;

/**
 * A version whose artefact is complete in its draft folder and which is recorded nowhere yet.
 *
 * @param kept frames that its memory bank was fitted on
 * @param ledger what refinement dropped
 * @param pollution how much of the pool was judged to be defective, where that was estimated
 * @param seal hash of the artefact's manifest
 */
public record NewModel(
        ModelManifest manifest,
        List<FrameId> kept,
        List<DroppedFrame> ledger,
        Optional<PollutionEstimate> pollution,
        ContentHash seal) {
    public NewModel {
        kept = List.copyOf(kept);
        ledger = List.copyOf(ledger);
    }
}
