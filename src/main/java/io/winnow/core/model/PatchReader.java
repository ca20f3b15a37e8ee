package io.winnow.core.model;

import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.UndecodableImageException;

/** Turns stored frames into embeddings. Thread-safe. */
@FunctionalInterface
public interface PatchReader {
    PatchEmbeddings read(EncodedImage image) throws UndecodableImageException;
}
