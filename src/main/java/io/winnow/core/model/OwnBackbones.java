package io.winnow.core.model;

import io.winnow.core.Progress;
import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.feature.Quantisation;
import io.winnow.core.feature.UnusableBackboneException;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.EncodedImage;
import java.io.IOException;
import java.nio.file.Path;

/** Backbones that belong to one version of one station's model and lie in its artefact. Thread-safe. */
public interface OwnBackbones {
    /** Name of such a backbone's file in an artefact's folder. */
    String FILE = "backbone-int8.onnx";

    /** Where there are none: versions that need one are refused. */
    OwnBackbones NONE = new OwnBackbones() {
        @Override
        public Quantisation quantise(Frames frames, Path file, Progress progress) throws UnusableBackboneException {
            throw new UnusableBackboneException("nothing here quantises backbones");
        }

        @Override
        public FeatureExtractor open(Path file, ContentHash sha256) throws UnusableBackboneException {
            throw new UnusableBackboneException("nothing here opens quantised backbones");
        }

        @Override
        public PatchReader reader(FeatureExtractor backbone) {
            throw new IllegalStateException("nothing here opens quantised backbones");
        }

        @Override
        public Recipe recipe(FeatureExtractor backbone) {
            throw new IllegalStateException("nothing here opens quantised backbones");
        }
    };

    /** Frames that a backbone is quantised after, read one at a time. */
    interface Frames {
        int size();

        EncodedImage read(int frame) throws IOException;
    }

    /**
     * Quantises the station's backbone.
     *
     * @param file to write
     * @throws UnusableBackboneException when it is no good in integers, with the reason
     */
    Quantisation quantise(Frames frames, Path file, Progress progress) throws UnusableBackboneException, IOException;

    /**
     * Opens such a file, for the caller to close.
     *
     * @param sha256 that it must have
     */
    FeatureExtractor open(Path file, ContentHash sha256) throws UnusableBackboneException;

    /** Reads frames as the station does, with that backbone. */
    PatchReader reader(FeatureExtractor backbone);

    /** What embeddings of that backbone are made with. */
    Recipe recipe(FeatureExtractor backbone);
}
