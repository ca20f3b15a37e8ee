package io.winnow.core.camera;

import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.StationId;
import io.winnow.core.review.TruthStore.FrameTruth;

/** Where truths go, for evaluation only: no verdict may depend on them. */
@FunctionalInterface
public interface TruthSink {
    /** Called before or after the frame itself arrives; returns soon. */
    void onTruth(StationId station, FrameId frame, FrameTruth truth);
}
