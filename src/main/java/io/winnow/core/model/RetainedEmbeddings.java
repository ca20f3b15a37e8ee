package io.winnow.core.model;

import io.winnow.core.image.ContentHash;
import io.winnow.core.inspection.KeptContent;
import java.io.IOException;
import java.util.List;

/** Embeddings that retention sees to. */
public interface RetainedEmbeddings extends EmbeddingStore {
    /** The recipes of which anything is stored. */
    List<ContentHash> recipes() throws IOException;

    /** All that were made by a recipe, under the hashes of their images. */
    KeptContent content(ContentHash recipe) throws IOException;
}
