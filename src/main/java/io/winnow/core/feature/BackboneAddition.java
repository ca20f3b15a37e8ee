package io.winnow.core.feature;

import io.winnow.core.image.ContentHash;
import io.winnow.core.image.Preprocessing.Normalisation;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A wish to install a backbone. What is left empty is taken from the catalogue when the hash is known there, else from a
 * plain default.
 *
 * @param location a {@code file}, {@code http} or {@code https} address
 * @param sha256 what the file's hash must be
 * @param name default: the file's name
 * @param licence default: {@code "unknown"}
 * @param outputs default: {@code layer2} and {@code layer3} where the model has them (PatchCore's choice), else its only
 *     output
 * @param normalisation default: ImageNet's
 * @param sizeMultiple default: 32
 * @param standardise default: no
 */
public record BackboneAddition(
        URI location,
        ContentHash sha256,
        Optional<String> name,
        Optional<String> licence,
        Optional<List<String>> outputs,
        Optional<Normalisation> normalisation,
        Optional<Integer> sizeMultiple,
        Optional<Boolean> standardise) {
    /** Everything by catalogue or default. */
    public static BackboneAddition of(URI location, ContentHash sha256) {
        return new BackboneAddition(
                location,
                sha256,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
