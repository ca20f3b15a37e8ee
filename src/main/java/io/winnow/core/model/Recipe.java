package io.winnow.core.model;

import io.winnow.core.feature.BackboneManifest;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.Preprocessing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Everything that decides what an image's embeddings are. Embeddings and models of different recipes do not mix.
 *
 * @param hash SHA-256 over backbone, its outputs, region, input size, normalisation and tiling
 */
public record Recipe(ContentHash hash) {
    /** The recipe of a backbone with a preprocessing. */
    public static Recipe of(BackboneManifest backbone, Preprocessing preprocessing) {
        String text = String.join(
                "\n",
                backbone.sha256().hex(),
                backbone.outputs().toString(),
                preprocessing.region().toString(),
                preprocessing.inputSize().toString(),
                preprocessing.normalisation().toString()
                        + preprocessing.tiling().map(tiling -> "\n" + tiling).orElse(""));
        return new Recipe(ContentHash.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
    }
}
