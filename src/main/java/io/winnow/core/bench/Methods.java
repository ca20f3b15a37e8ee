package io.winnow.core.bench;

import io.winnow.core.detector.DetectorTrainer;
import io.winnow.core.feature.BackboneManifest;
import java.util.List;

/** The detectors and refinement strategies that a study can name. Thread-safe. */
public interface Methods {
    /** Names of all detectors, the one to begin with first. */
    List<String> detectors();

    /** Names of all strategies. */
    List<String> strategies();

    /**
     * A detector's trainer as it suits a backbone.
     *
     * @param name out of {@link #detectors}
     */
    DetectorTrainer detector(String name, BackboneManifest backbone);

    /**
     * A detector's name and settings: all that its outcome depends on beside its task.
     *
     * @param name out of {@link #detectors}
     */
    String describeDetector(String name, BackboneManifest backbone);

    /**
     * A strategy as it suits a backbone.
     *
     * @param name out of {@link #strategies}
     */
    Strategy strategy(String name, BackboneManifest backbone);

    /** Names and versions of whatever else results depend on, such as the index library. */
    String version();
}
