package io.winnow.core.feature;

import java.util.List;

/** The backbones installed on this machine. Thread-safe; additions by other processes are seen. */
public interface BackboneStore {
    /**
     * All installed backbones, by name.
     *
     * @throws UnusableBackboneException when a manifest cannot be read, naming the file and the rule
     */
    List<BackboneManifest> list() throws UnusableBackboneException;

    /**
     * Where a backbone lies.
     *
     * @throws UnusableBackboneException when there is none of that name (the message lists those there are)
     */
    InstalledBackbone find(String name) throws UnusableBackboneException;

    /**
     * Loads a backbone after its file's hash and a test run were checked.
     *
     * @return for the caller to close
     * @throws UnusableBackboneException when there is none of that name (the message lists those there are), or it is damaged
     */
    FeatureExtractor open(String name) throws UnusableBackboneException;

    /**
     * Fetches, checks and installs a backbone. Nothing is left behind when a check fails; adding the same file again updates
     * its manifest.
     */
    AddedBackbone add(BackboneAddition addition) throws UnusableBackboneException;
}
