package io.winnow.adapter.opencv;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.winnow.core.image.DecodeLimits;
import io.winnow.core.image.DecodedImage;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.InputTensor;
import io.winnow.core.image.Preprocessing;
import io.winnow.core.image.Preprocessing.Normalisation;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.image.UndecodableImageException;

/** Whatever a camera sends becomes a tensor or a typed refusal, nothing else; docs/reliability.md says how to fuzz for longer. */
class FrameDecodingFuzzTest {
    private static final DecodeLimits LIMITS = new DecodeLimits(1 << 16, 512, 1 << 16);
    private static final Preprocessing PREPROCESSING =
            new Preprocessing(RegionOfInterest.WHOLE, new ImageSize(32, 32), Normalisation.NONE);

    private final OpenCvImageDecoder decoder = new OpenCvImageDecoder(LIMITS);
    private final InputTensor tensor = new InputTensor(PREPROCESSING.inputSize());

    @FuzzTest(maxDuration = "5m")
    void decode_anyBytes_givesATensorOrATypedRefusal(byte[] bytes) {
        try (DecodedImage image = decoder.decode(EncodedImage.adopt(bytes.clone()), PREPROCESSING)) {
            LIMITS.require(image.size().height(), image.size().width());
            image.prepare(PREPROCESSING, tensor);
            image.quality(PREPROCESSING);
        } catch (UndecodableImageException e) {
            if (e.category() == null || String.valueOf(e.getMessage()).isBlank()) {
                throw new AssertionError("a refusal without a cause", e);
            }
        }
    }
}
