package io.winnow.core.station;

import io.winnow.core.feature.BackboneManifest;
import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.feature.FeatureMap;
import io.winnow.core.image.DecodedImage;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.ImageDecoder;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.InputTensor;
import io.winnow.core.image.Preprocessing;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.image.UndecodableImageException;
import io.winnow.testing.Inspections;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Stands in for decoder and backbone: an "image" is one byte, 0 to 100, which becomes the value of every pixel in per cent; no
 * bytes are an empty image, two bytes a truncated one, three bytes make the backbone fail.
 */
final class FakeCamera implements ImageDecoder, FeatureExtractor {
    static final ImageSize INPUT = new ImageSize(8, 8);
    static final Preprocessing PREPROCESSING =
            new Preprocessing(RegionOfInterest.WHOLE, INPUT, Preprocessing.Normalisation.NONE);
    private static final float BROKEN = -1;

    static EncodedImage picture(int percent) {
        return EncodedImage.adopt(new byte[] {(byte) percent});
    }

    static EncodedImage truncated() {
        return EncodedImage.adopt(new byte[] {1, 2});
    }

    static EncodedImage backboneBreaker() {
        return EncodedImage.adopt(new byte[] {1, 2, 3});
    }

    FrameReader reader() {
        return new FrameReader(this, PREPROCESSING, this);
    }

    @Override
    public DecodedImage decode(EncodedImage image, Preprocessing purpose) throws UndecodableImageException {
        if (image.byteCount() == 0) {
            throw new UndecodableImageException(UndecodableImageException.Cause.EMPTY, "image has no bytes");
        }
        if (image.byteCount() == 2) {
            throw new UndecodableImageException(UndecodableImageException.Cause.TRUNCATED, "image ends early");
        }
        float value = image.byteCount() == 3 ? BROKEN : image.bytes().get(0) / 100f;
        return new DecodedImage() {
            @Override
            public ImageSize size() {
                return new ImageSize(80, 80);
            }

            @Override
            public void prepare(Preprocessing preprocessing, InputTensor target) {
                FloatBuffer values = target.values();
                while (values.hasRemaining()) {
                    values.put(value);
                }
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public BackboneManifest manifest() {
        return new BackboneManifest(
                "fake",
                Inspections.hash("fake"),
                "none",
                "test",
                Preprocessing.Normalisation.NONE,
                1,
                List.of("pixels"),
                false);
    }

    @Override
    public String executionProvider() {
        return "test";
    }

    @Override
    public List<FeatureMap> extract(InputTensor input) {
        FloatBuffer values = input.values();
        if (values.get(0) == BROKEN) {
            throw new IllegalStateException("the backbone broke");
        }
        return List.of(new FeatureMap("pixels", 3, INPUT.height(), INPUT.width(), values));
    }

    @Override
    public void close() {}
}
