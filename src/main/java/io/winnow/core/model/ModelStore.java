package io.winnow.core.model;

import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Model versions with their ledgers, and which one is champion. Thread-safe. */
public interface ModelStore {
    /** The number that the next version of a station gets; no number is given twice. */
    ModelVersion nextVersion(StationId station);

    /** The folder of a version's files; may not exist yet. */
    Path folder(StationId station, ModelVersion version);

    /**
     * Records a version whose files are complete in its folder, and makes it champion; all or nothing.
     *
     * @param kept frames that refinement kept, in the memory bank or held out for calibration
     * @param ledger what refinement dropped
     */
    void addChampion(ModelManifest manifest, List<FrameId> kept, List<DroppedFrame> ledger);

    /** The champion of a station. */
    Optional<ModelManifest> champion(StationId station);

    /** All versions of a station, newest first. */
    List<ModelManifest> list(StationId station);

    /** The frames that refinement kept: those in the version's memory bank and those held out of it for calibration. */
    List<FrameId> keptFrames(StationId station, ModelVersion version);

    /** What refinement dropped on the way to a version, by round and rank. */
    List<DroppedFrame> ledger(StationId station, ModelVersion version);
}
