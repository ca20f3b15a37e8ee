package io.winnow.life;

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
import io.winnow.core.station.FrameReader;
import io.winnow.testing.Inspections;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Stands in for decoder and backbone: an "image" is a seed, from which comes a noisy grey plate, and whether it has a bright
 * spot, which is its defect.
 */
final class RigCamera implements ImageDecoder, FeatureExtractor {
    private static final ImageSize INPUT = new ImageSize(8, 8);
    static final Preprocessing PREPROCESSING =
            new Preprocessing(RegionOfInterest.WHOLE, INPUT, Preprocessing.Normalisation.NONE);

    private final String backbone;

    RigCamera(String backbone) {
        this.backbone = backbone;
    }

    static EncodedImage good(long seed) {
        return image(seed, (byte) 0);
    }

    static EncodedImage defective(long seed) {
        return image(seed, (byte) 1);
    }

    private static EncodedImage image(long seed, byte defect) {
        return EncodedImage.adopt(
                ByteBuffer.allocate(Long.BYTES + 1).putLong(seed).put(defect).array());
    }

    FrameReader reader() {
        return new FrameReader(this, PREPROCESSING, this);
    }

    @Override
    public DecodedImage decode(EncodedImage image, Preprocessing purpose) throws UndecodableImageException {
        if (image.byteCount() != Long.BYTES + 1) {
            throw new UndecodableImageException(UndecodableImageException.Cause.TRUNCATED, "image ends early");
        }
        ByteBuffer bytes = image.bytes();
        SplittableRandom random = new SplittableRandom(bytes.getLong());
        boolean defective = bytes.get() == 1;
        return new DecodedImage() {
            @Override
            public ImageSize size() {
                return new ImageSize(80, 80);
            }

            @Override
            public void prepare(Preprocessing preprocessing, InputTensor target) {
                FloatBuffer values = target.values();
                for (int i = 0; values.hasRemaining(); i++) {
                    boolean spot = defective && i % 64 == 27;
                    values.put((float) (0.4 + 0.05 * random.nextDouble() + (spot ? 0.5 : 0)));
                }
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public BackboneManifest manifest() {
        return new BackboneManifest(
                backbone,
                Inspections.hash(backbone),
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
        return List.of(new FeatureMap("pixels", 3, INPUT.height(), INPUT.width(), input.values()));
    }

    @Override
    public void close() {}
}
