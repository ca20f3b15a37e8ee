package io.winnow.core.model;

import io.winnow.core.image.ContentHash;
import io.winnow.core.image.FrameId;
import io.winnow.core.refinement.PollutionEstimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A version whose artefact is complete in its draft folder and which is recorded nowhere yet.
 *
 * @param kept frames that refinement kept: first those that its memory bank was fitted on, in the order of the bank, then those that
 *     were held out of it for calibration
 * @param ledger what refinement dropped
 * @param pollution how much of the pool was judged to be defective, where that was estimated
 * @param seal hash of the artefact's manifest
 * @param struck patches of kept frames that its memory bank was fitted without, because people struck them out
 */
public record NewModel(
        ModelManifest manifest,
        List<FrameId> kept,
        List<DroppedFrame> ledger,
        Optional<PollutionEstimate> pollution,
        ContentHash seal,
        List<StruckPatch> struck) {
    public NewModel {
        kept = List.copyOf(kept);
        ledger = List.copyOf(ledger);
        struck = List.copyOf(struck);
    }

    /** The same with its kept frames in the order of the bank. */
    NewModel bankFirst(List<Integer> heldOut) {
        Set<Integer> outside = Set.copyOf(heldOut);
        List<FrameId> ordered = new ArrayList<>();
        for (int image = 0; image < kept.size(); image++) {
            if (!outside.contains(image)) {
                ordered.add(kept.get(image));
            }
        }
        heldOut.forEach(image -> ordered.add(kept.get(image)));
        return new NewModel(manifest, ordered, ledger, pollution, seal, struck);
    }

    NewModel without(List<StruckPatch> patches) {
        return new NewModel(manifest, kept, ledger, pollution, seal, patches);
    }

    /** One for which nothing was struck out. */
    public NewModel(
            ModelManifest manifest,
            List<FrameId> kept,
            List<DroppedFrame> ledger,
            Optional<PollutionEstimate> pollution,
            ContentHash seal) {
        this(manifest, kept, ledger, pollution, seal, List.of());
    }
}
