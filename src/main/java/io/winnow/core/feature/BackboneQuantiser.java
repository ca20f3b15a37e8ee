package io.winnow.core.feature;

import io.winnow.core.Progress;
import io.winnow.core.image.InputTensor;
import java.nio.file.Path;

/** Writes backbones that calculate with 8-bit integers, after what a camera really shows. Thread-safe. */
public interface BackboneQuantiser {
    /** Prepared images, read one at a time. */
    interface Images {
        int size();

        /** One image; valid until the next is read. */
        InputTensor read(int image);
    }

    /**
     * Quantises a backbone.
     *
     * @param file the backbone in float32
     * @param manifest of that file; its outputs alone are kept
     * @param calibration images that value ranges are taken from, at least one
     * @param heldOut other images, on which errors are measured, at least one
     * @param target file to write
     * @return what it costs and gains
     * @throws UnusableBackboneException when the graph cannot be read, or is no better in integers
     */
    Quantisation quantise(
            Path file, BackboneManifest manifest, Images calibration, Images heldOut, Path target, Progress progress)
            throws UnusableBackboneException;
}
