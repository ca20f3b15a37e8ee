package io.winnow.core.station;

import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.feature.FeatureMap;
import io.winnow.core.feature.PatchEmbedder;
import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.feature.TiledExtractor;
import io.winnow.core.image.DecodedImage;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.ImageDecoder;
import io.winnow.core.image.ImageQuality;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.InputTensor;
import io.winnow.core.image.Preprocessing;
import io.winnow.core.image.UndecodableImageException;
import io.winnow.core.inspection.Stage;
import java.util.List;
import java.util.Optional;

/** From encoded image to patch embeddings, with one station's preprocessing and backbone. Thread-safe. */
public final class FrameReader {
    /**
     * What was read of a frame.
     *
     * @param own the backbone that made the embeddings; empty where it is the station's
     */
    public record Reading(
            ImageSize size, PatchEmbeddings patches, Optional<ImageQuality> quality, Optional<FeatureExtractor> own) {}

    /** A decoded image, ready for the backbone. */
    record Prepared(ImageSize size, InputTensor input, Optional<ImageQuality> quality) {}

    private final ImageDecoder decoder;
    private final Preprocessing preprocessing;
    private final FeatureExtractor backbone;
    private final ThreadLocal<InputTensor> tensor;

    public FrameReader(ImageDecoder decoder, Preprocessing preprocessing, FeatureExtractor backbone) {
        backbone.manifest().requireInputSize(preprocessing.inputSize());
        this.decoder = decoder;
        this.preprocessing = preprocessing;
        this.backbone = tiled(backbone, preprocessing);
        this.tensor = ThreadLocal.withInitial(() -> new InputTensor(preprocessing.inputSize()));
    }

    private static FeatureExtractor tiled(FeatureExtractor whole, Preprocessing preprocessing) {
        return preprocessing
                .tiling()
                .<FeatureExtractor>map(tiling -> new TiledExtractor(whole, tiling))
                .orElse(whole);
    }

    public Preprocessing preprocessing() {
        return preprocessing;
    }

    /** Most bytes of an image that is decoded. */
    int mostBytes() {
        return decoder.mostBytes();
    }

    public FeatureExtractor backbone() {
        return backbone;
    }

    /**
     * Decodes an image and makes it the network's input, telling a clock when each stage ends.
     *
     * @return good until the same thread prepares the next image
     */
    Prepared prepare(EncodedImage image, StageClock clock) throws UndecodableImageException {
        InputTensor input = tensor.get();
        try (DecodedImage decoded = decoder.decode(image, preprocessing)) {
            clock.lap(Stage.DECODE);
            decoded.prepare(preprocessing, input);
            Optional<ImageQuality> quality = decoded.quality(preprocessing);
            clock.lap(Stage.PREPARE);
            return new Prepared(decoded.size(), input, quality);
        }
    }

    /**
     * An image as backbones take it.
     *
     * @return good until the same thread prepares the next image
     */
    public InputTensor input(EncodedImage image) throws UndecodableImageException {
        return prepare(image, new StageClock()).input();
    }

    /**
     * Runs a backbone, telling a clock when each stage ends.
     *
     * @param own takes the same input as the station's, which it replaces
     */
    Reading embed(Prepared prepared, Optional<FeatureExtractor> own, StageClock clock) {
        List<FeatureMap> maps =
                own.map(other -> tiled(other, preprocessing)).orElse(backbone).extract(prepared.input());
        clock.lap(Stage.BACKBONE);
        PatchEmbeddings patches = PatchEmbedder.embed(maps);
        clock.lap(Stage.EMBED);
        return new Reading(prepared.size(), patches, prepared.quality(), own);
    }

    /** Reads an image that is known to be good, such as one from the pool. */
    public PatchEmbeddings read(EncodedImage image) throws UndecodableImageException {
        return read(image, Optional.empty());
    }

    /** The same, with a backbone in place of the station's where one is given. */
    public PatchEmbeddings read(EncodedImage image, Optional<FeatureExtractor> own) throws UndecodableImageException {
        StageClock clock = new StageClock();
        return embed(prepare(image, clock), own, clock).patches();
    }
}
