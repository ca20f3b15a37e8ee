package io.winnow.app.perf;

import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.perf.PerfException;

/** Opens the backbones that are measured; whoever asked closes them. */
public interface PerfBackbones {
    /** ResNet-18, which the goals speak of; the built-in one where it is not at hand. */
    FeatureExtractor preferred() throws PerfException;

    /**
     * One of a family, such as {@code resnet50}.
     *
     * @throws PerfException when none is at hand
     */
    FeatureExtractor named(String family) throws PerfException;
}
