package io.winnow.core.station;

import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.image.UndecodableImageException;
import java.io.IOException;
import java.util.Optional;

/** One frame's embeddings for whichever version asks: versions may have backbones of their own. Thread-safe. */
@FunctionalInterface
public interface PatchSource {
    /**
     * The frame's embeddings.
     *
     * @param own the version's own backbone; empty where it works with the station's
     */
    PatchEmbeddings by(Optional<FeatureExtractor> own) throws IOException, UndecodableImageException;

    /** Embeddings for versions that work with the station's backbone, and for none else. */
    static PatchSource of(PatchEmbeddings patches) {
        return own -> {
            if (own.isPresent()) {
                throw new IOException("these embeddings are of the station's backbone");
            }
            return patches;
        };
    }
}
