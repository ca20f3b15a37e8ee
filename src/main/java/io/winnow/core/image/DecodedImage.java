package io.winnow.core.image;

import java.util.Optional;

/** Pixels of one image, held by the library that decoded it. Used by one thread, closed by whoever decoded it. */
public interface DecodedImage extends AutoCloseable {
    /** Size of the image as it was sent, even where it was decoded at a smaller scale. */
    ImageSize size();

    /** Crops, resizes and normalises into {@code target}, whose size must be the preprocessing's input size. */
    void prepare(Preprocessing preprocessing, InputTensor target);

    /** How the region is lit and focused at the preprocessing's input size; empty where this decoder does not measure it. */
    default Optional<ImageQuality> quality(Preprocessing preprocessing) {
        return Optional.empty();
    }

    @Override
    void close();
}
