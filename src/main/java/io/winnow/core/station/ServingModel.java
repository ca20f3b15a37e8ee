package io.winnow.core.station;

import io.winnow.core.detector.AnomalyDetector;
import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.model.ModelManifest;
import java.util.Optional;

/**
 * A model version with its open detector.
 *
 * @param backbone of its own, which made the embeddings that the detector knows; empty where that is the station's
 */
public record ServingModel(ModelManifest manifest, AnomalyDetector detector, Optional<FeatureExtractor> backbone)
        implements AutoCloseable {
    /** A version that works with the station's backbone. */
    public ServingModel(ModelManifest manifest, AnomalyDetector detector) {
        this(manifest, detector, Optional.empty());
    }

    @Override
    public void close() {
        detector.close();
        backbone.ifPresent(FeatureExtractor::close);
    }
}
