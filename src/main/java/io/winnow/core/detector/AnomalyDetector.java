package io.winnow.core.detector;

import io.winnow.core.feature.PatchEmbeddings;

/** A fitted detector. Thread-safe; a closed one throws {@link IllegalStateException}. */
public interface AnomalyDetector extends AutoCloseable {
    /**
     * Scores one image.
     *
     * @throws IllegalArgumentException when the embeddings' grid or dimension is not the one that was fitted
     */
    Detection detect(PatchEmbeddings patches);

    /**
     * Scores an image of the pool that this detector was fitted on as if that image had not been in it.
     *
     * @param patches the image's embeddings
     * @param poolImage its position in the pool at fit time
     */
    Detection detectLeavingOut(PatchEmbeddings patches, int poolImage);

    /** The image score alone, which some detectors give without the map's cost: see {@link #detect}. */
    default double score(PatchEmbeddings patches) {
        return detect(patches).score();
    }

    /** The image score alone: see {@link #detectLeavingOut}. */
    default double scoreLeavingOut(PatchEmbeddings patches, int poolImage) {
        return detectLeavingOut(patches, poolImage).score();
    }

    @Override
    void close();
}
