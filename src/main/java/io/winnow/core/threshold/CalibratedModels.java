package io.winnow.core.threshold;

import io.winnow.core.image.FrameId;
import io.winnow.core.model.Calibration;
import io.winnow.core.model.CalibrationFile;
import io.winnow.core.model.ModelManifest;
import io.winnow.core.model.ModelStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What thresholds need to know of a model. Thread-safe. */
public interface CalibratedModels {
    /**
     * The scores that were kept with a model; empty where none were.
     *
     * @throws IOException when they are damaged
     */
    Optional<Calibration> calibration(ModelManifest model) throws IOException;

    /** The frames that a model was fitted on or calibrated with. */
    List<FrameId> used(ModelManifest model);

    /** Models of a store, with their calibrations in their folders. */
    static CalibratedModels in(ModelStore store) {
        return new CalibratedModels() {
            @Override
            public Optional<Calibration> calibration(ModelManifest model) throws IOException {
                return CalibrationFile.read(store.folder(model.station(), model.version()));
            }

            @Override
            public List<FrameId> used(ModelManifest model) {
                return store.keptFrames(model.station(), model.version());
            }
        };
    }
}
