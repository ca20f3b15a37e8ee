package io.winnow.core.feature;

import io.winnow.core.image.ContentHash;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.Preprocessing.Normalisation;
import java.util.List;

/**
 * What must be known of a backbone to use it.
 *
 * @param name short name, unique among installed backbones
 * @param sha256 hash of the ONNX file
 * @param licence SPDX expression, or {@code "unknown"}
 * @param source where it came from, for people
 * @param normalisation of the input, RGB
 * @param sizeMultiple input height and width must be multiples of this
 * @param outputs names of the feature maps to use, finest first
 * @param standardise whether each channel is divided by its deviation over the pool before distances are taken
 */
public record BackboneManifest(
        String name,
        ContentHash sha256,
        String licence,
        String source,
        Normalisation normalisation,
        int sizeMultiple,
        List<String> outputs,
        boolean standardise) {
    public BackboneManifest {
        outputs = List.copyOf(outputs);
        if (!name.matches("[a-z0-9][a-z0-9._-]{0,63}")) {
            throw new IllegalArgumentException(
                    "backbone name '%s' must be 1 to 64 lower-case letters, digits and . _ -".formatted(name));
        }
        if (sizeMultiple < 1 || outputs.isEmpty()) {
            throw new IllegalArgumentException("backbone %s: sizeMultiple = %d must be at least 1, outputs %s not empty"
                    .formatted(name, sizeMultiple, outputs));
        }
    }

    /** Of another file that gives the same features. */
    public BackboneManifest withSha256(ContentHash other) {
        return new BackboneManifest(name, other, licence, source, normalisation, sizeMultiple, outputs, standardise);
    }

    /** @throws IllegalArgumentException when this backbone cannot read images of that size */
    public void requireInputSize(ImageSize size) {
        if (size.height() % sizeMultiple != 0 || size.width() % sizeMultiple != 0) {
            throw new IllegalArgumentException("input size %s: backbone %s needs height and width to be multiples of %d"
                    .formatted(size, name, sizeMultiple));
        }
    }
}
