package io.winnow.core.bench;

import io.winnow.core.dataset.DatasetException;
import io.winnow.core.dataset.ImageFiles;
import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.feature.PatchEmbedder;
import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.image.DecodedImage;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.ImageDecoder;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.InputTensor;
import io.winnow.core.image.Preprocessing;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.image.UndecodableImageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * From an image file to patch embeddings: the whole image, resized to one input size, through one backbone. As thread-safe
 * as the extractor.
 */
public final class ImageEmbedder {
    private final ImageFiles files;
    private final ImageDecoder decoder;
    private final FeatureExtractor extractor;
    private final Preprocessing preprocessing;

    /** @throws IllegalArgumentException when the backbone cannot read images of that size */
    public ImageEmbedder(ImageFiles files, ImageDecoder decoder, FeatureExtractor extractor, ImageSize inputSize) {
        extractor.manifest().requireInputSize(inputSize);
        this.files = files;
        this.decoder = decoder;
        this.extractor = extractor;
        this.preprocessing = new Preprocessing(
                RegionOfInterest.WHOLE, inputSize, extractor.manifest().normalisation());
    }

    /** All that the embeddings of a given image depend on, for naming cached ones. */
    public String description() {
        return String.format(
                Locale.ROOT,
                "backbone %s outputs %s input %s %s",
                extractor.manifest().sha256(),
                extractor.manifest().outputs(),
                preprocessing.inputSize(),
                preprocessing.normalisation());
    }

    /**
     * Embeds an image.
     *
     * @throws DatasetException when the file is no image that the decoder reads
     */
    public PatchEmbeddings embed(Path file) throws IOException {
        EncodedImage encoded = files.image(file);
        try (DecodedImage image = decoder.decode(encoded, preprocessing)) {
            InputTensor tensor = new InputTensor(preprocessing.inputSize());
            image.prepare(preprocessing, tensor);
            return PatchEmbedder.embed(extractor.extract(tensor));
        } catch (UndecodableImageException e) {
            throw new DatasetException("%s: %s".formatted(file, e.getMessage()), e);
        }
    }
}
