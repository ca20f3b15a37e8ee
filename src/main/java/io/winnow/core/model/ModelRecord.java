package io.winnow.core.model;

import io.winnow.core.image.ContentHash;
import io.winnow.core.inspection.ModelVersion;
import java.time.Instant;
import java.util.Optional;

/**
 * A model version and where it stands.
 *
 * @param reason why it stands there, for people
 * @param since when it came there
 * @param seal hash of its artefact's manifest; empty for versions from before there was one
 * @param files whether its files are kept
 * @param comparedWith the champion that it is or was held against
 */
public record ModelRecord(
        ModelManifest manifest,
        ModelState state,
        String reason,
        Instant since,
        Optional<ContentHash> seal,
        boolean files,
        Optional<ModelVersion> comparedWith) {
    public ModelVersion version() {
        return manifest.version();
    }
}
