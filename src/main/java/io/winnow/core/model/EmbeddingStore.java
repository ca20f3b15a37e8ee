package io.winnow.core.model;

import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.image.ContentHash;
import java.io.IOException;
import java.util.Optional;

/**
 * Patch embeddings of pool frames on disk in half precision (a relative error of at most 2^-11 for each value), so that a refit
 * does not run the backbone again. Thread-safe. A damaged entry is as good as none.
 */
public interface EmbeddingStore {
    /**
     * Stores the embeddings of an image.
     *
     * @param recipe what they were made with: a hash over backbone, region and input size
     */
    void put(ContentHash recipe, ContentHash image, PatchEmbeddings embeddings) throws IOException;

    /** The embeddings of an image made by that recipe. */
    Optional<PatchEmbeddings> find(ContentHash recipe, ContentHash image) throws IOException;

    /** Forgets the embeddings of an image. */
    void delete(ContentHash recipe, ContentHash image) throws IOException;
}
