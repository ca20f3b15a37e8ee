package io.winnow.core.feature;

import java.nio.file.Path;

/** What runs backbone files. Thread-safe. */
public interface BackboneRuntime {
    /** Reads what a file declares, without running it. */
    BackboneSignature inspect(Path file) throws UnusableBackboneException;

    /**
     * Loads a file and checks it against its manifest: hash, one input, outputs by name, a test run.
     *
     * @return for the caller to close
     */
    FeatureExtractor open(Path file, BackboneManifest manifest) throws UnusableBackboneException;
}
