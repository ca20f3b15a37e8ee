package io.winnow.core.life;

import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.UndecodableImageException;
import io.winnow.core.inspection.FrameStore;
import io.winnow.core.model.EmbeddingStore;
import io.winnow.core.station.PatchSource;
import io.winnow.core.station.Station;
import java.io.IOException;
import java.util.Optional;

/** Embeddings of frames that were seen before: stored ones where the recipe matches, otherwise from the stored frame. Thread-safe. */
public final class FramePatches {
    /** A frame whose bytes are beyond retention. */
    public static final class GoneException extends IOException {
        private static final long serialVersionUID = 1;

        GoneException() {
            super("its frame is not stored any more");
        }
    }

    /**
     * What was found.
     *
     * @param stored whether the embeddings were stored, so that the backbone did not run
     */
    public record Found(PatchEmbeddings patches, boolean stored) {}

    private final EmbeddingStore embeddings;
    private final FrameStore frames;

    public FramePatches(EmbeddingStore embeddings, FrameStore frames) {
        this.embeddings = embeddings;
        this.frames = frames;
    }

    /**
     * The embeddings of a frame as the station makes them.
     *
     * @throws GoneException when neither they nor the frame are stored
     */
    public Found find(Station station, ContentHash image) throws IOException, UndecodableImageException {
        return find(station, Optional.empty(), image);
    }

    /**
     * The embeddings of a frame as a version of the station's model makes them.
     *
     * @param own the version's own backbone; empty where it works with the station's
     * @throws GoneException when neither they nor the frame are stored
     */
    public Found find(Station station, Optional<FeatureExtractor> own, ContentHash image)
            throws IOException, UndecodableImageException {
        Optional<PatchEmbeddings> stored = own.isPresent()
                ? Optional.empty()
                : embeddings.find(station.recipe().hash(), image);
        if (stored.isPresent()) {
            return new Found(stored.get(), true);
        }
        return new Found(station.reader().read(frames.find(image).orElseThrow(GoneException::new), own), false);
    }

    /** The frame for any version. */
    public PatchSource source(Station station, ContentHash image) {
        return own -> find(station, own, image).patches();
    }
}
