package io.winnow.adapter.opencv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.winnow.core.image.DecodeLimits;
import io.winnow.core.image.DecodedImage;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.InputTensor;
import io.winnow.core.image.Preprocessing;
import io.winnow.core.image.Preprocessing.Normalisation;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.image.UndecodableImageException;
import io.winnow.testing.Pictures;
import io.winnow.testing.RawArrays;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenCvImageDecoderTest {
    private static final float HALF_A_STEP = 0.5f / 255;
    private final OpenCvImageDecoder decoder = new OpenCvImageDecoder(DecodeLimits.DEFAULT);

    @ParameterizedTest
    @CsvSource({"32, 32, resize_u8_32x32_cv2area.u8", "150, 120, resize_u8_150x120_cv2lin.u8"})
    void prepare_smallerOrLarger_equalsTheReference(int height, int width, String golden) throws Exception {
        EncodedImage image = new OpenCvImageEncoder().png(RawArrays.bytes("resize_in_u8.u8"), new ImageSize(100, 84));
        float[] actual = prepare(image, whole(height, width));
        byte[] expected = RawArrays.bytes(golden);
        for (int p = 0; p < height * width; p++) {
            for (int c = 0; c < 3; c++) {
                assertThat(255 * actual[c * height * width + p])
                        .as("pixel %d, colour %d", p, c)
                        .isCloseTo(expected[3 * p + c] & 0xff, within(1.001f));
            }
        }
    }

    @Test
    void prepare_sameSize_givesPlanesInRgbOrder() throws Exception {
        float[] actual = prepare(EncodedImage.adopt(Pictures.png(2, 3)), whole(2, 3));
        assertThat(actual)
                .containsExactly(
                        new float[] {
                            0,
                            127 / 255f,
                            1,
                            0,
                            127 / 255f,
                            1, //
                            0,
                            0,
                            0,
                            1,
                            1,
                            1, //
                            64 / 255f,
                            64 / 255f,
                            64 / 255f,
                            64 / 255f,
                            64 / 255f,
                            64 / 255f
                        },
                        within(1e-6f));
    }

    @Test
    void prepare_imagenetNormalisation_subtractsMeanAndDividesByDeviation() throws Exception {
        ImageSize size = new ImageSize(2, 3);
        Preprocessing preprocessing = new Preprocessing(RegionOfInterest.WHOLE, size, Normalisation.IMAGENET);
        float[] actual = prepare(EncodedImage.adopt(Pictures.png(2, 3)), preprocessing);
        assertThat(actual[2]).isCloseTo((1 - 0.485f) / 0.229f, within(1e-5f));
        assertThat(actual[6]).isCloseTo(-0.456f / 0.224f, within(1e-5f));
        assertThat(actual[12]).isCloseTo((64 / 255f - 0.406f) / 0.225f, within(1e-5f));
    }

    @Test
    void prepare_region_looksAtThatPartOnly() throws Exception {
        RegionOfInterest rightHalf = new RegionOfInterest(0.5, 0, 1, 1);
        Preprocessing preprocessing = new Preprocessing(rightHalf, new ImageSize(4, 4), Normalisation.NONE);
        float[] actual = prepare(EncodedImage.adopt(Pictures.png(4, 8)), preprocessing);
        assertThat(actual[0]).isCloseTo(255 * 4 / 7 / 255f, within(1e-6f));
        assertThat(actual[3]).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void prepare_anyOrientation_isTurnedUpright(int orientation) throws Exception {
        int rows = 16;
        int columns = 32;
        byte[] jpeg = Pictures.withOrientation(Pictures.jpeg(rows, columns), orientation, true);
        boolean transposed = orientation >= 5;
        int height = transposed ? columns : rows;
        int width = transposed ? rows : columns;
        float[] actual = prepare(EncodedImage.adopt(jpeg), whole(height, width));
        for (int y : List.of(0, height - 1)) {
            for (int x : List.of(0, width - 1)) {
                // EXIF: which edge of the stored rows is up, and which edge of the stored columns is left.
                boolean bottomUp = orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
                boolean rightLeft = orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
                int storedRow = transposed
                        ? (orientation == 6 || orientation == 7 ? rows - 1 - x : x)
                        : (bottomUp ? rows - 1 - y : y);
                int storedColumn = transposed
                        ? (orientation == 7 || orientation == 8 ? columns - 1 - y : y)
                        : (rightLeft ? columns - 1 - x : x);
                String what = "orientation %d, y %d, x %d".formatted(orientation, y, x);
                assertThat(actual[y * width + x]).as(what).isCloseTo(storedColumn / (columns - 1f), within(0.06f));
                assertThat(actual[height * width + y * width + x])
                        .as(what)
                        .isCloseTo(storedRow / (rows - 1f), within(0.06f));
            }
        }
    }

    @Test
    void prepare_muchLargerJpeg_isNearlyWhatFullDecodingGives() throws Exception {
        EncodedImage image = EncodedImage.adopt(Pictures.jpeg(512, 640));
        float[] reduced = prepare(image, whole(64, 80));
        float[] full;
        try (DecodedImage decoded = decoder.decode(image, whole(512, 640))) {
            InputTensor tensor = new InputTensor(new ImageSize(64, 80));
            decoded.prepare(whole(64, 80), tensor);
            full = values(tensor);
        }
        assertThat(reduced).containsExactly(full, within(0.02f));
    }

    @Test
    void decode_reducedJpeg_tellsTheSizeAsSent() throws Exception {
        try (DecodedImage decoded = decoder.decode(EncodedImage.adopt(Pictures.jpeg(511, 641)), whole(64, 64))) {
            assertThat(decoded.size()).isEqualTo(new ImageSize(511, 641));
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_BYTE_GRAY,
                BufferedImage.TYPE_USHORT_GRAY,
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_BYTE_INDEXED,
                BufferedImage.TYPE_BYTE_BINARY
            })
    void prepare_otherPixelFormats_becomeEightBitColour(int type) throws Exception {
        BufferedImage image = new BufferedImage(4, 4, type);
        for (int p = 0; p < 16; p++) {
            image.setRGB(p % 4, p / 4, p == 0 ? 0xff000000 : 0xffffffff);
        }
        float[] actual = prepare(EncodedImage.adopt(Pictures.encode(image, "png", false)), whole(4, 4));
        for (int c = 0; c < 3; c++) {
            assertThat(actual[16 * c]).isCloseTo(0, within(HALF_A_STEP));
            assertThat(actual[16 * c + 15]).isCloseTo(1, within(HALF_A_STEP));
        }
    }

    @Test
    void decode_pngWithDamagedPixels_isRefusedAsUnreadable() {
        byte[] bytes = Pictures.png(64, 64);
        Arrays.fill(bytes, 45, 80, (byte) 0x55);
        assertThatThrownBy(() -> decoder.decode(EncodedImage.adopt(bytes), whole(32, 32)))
                .isInstanceOfSatisfying(UndecodableImageException.class, e -> assertThat(e.category())
                        .isEqualTo(UndecodableImageException.Cause.UNREADABLE));
    }

    @Test
    void decode_truncatedJpeg_isRefused() {
        byte[] bytes = Pictures.jpeg(64, 64);
        byte[] half = Arrays.copyOf(bytes, bytes.length / 2);
        assertThatThrownBy(() -> decoder.decode(EncodedImage.adopt(half), whole(32, 32)))
                .isInstanceOf(UndecodableImageException.class)
                .hasMessageContaining("before its end marker");
    }

    @Test
    void prepare_tensorOfAnotherSize_isRefusedWithBothSizes() throws Exception {
        try (DecodedImage decoded = decoder.decode(EncodedImage.adopt(Pictures.png(8, 8)), whole(8, 8))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> decoded.prepare(whole(8, 8), new InputTensor(new ImageSize(4, 8))))
                    .withMessage("tensor is 4x8, preprocessing makes 8x8");
        }
    }

    @Test
    void prepare_afterClose_isRefused() throws Exception {
        DecodedImage decoded = decoder.decode(EncodedImage.adopt(Pictures.png(8, 8)), whole(8, 8));
        decoded.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> decoded.prepare(whole(8, 8), new InputTensor(new ImageSize(8, 8))));
    }

    private float[] prepare(EncodedImage image, Preprocessing preprocessing) throws UndecodableImageException {
        InputTensor tensor = new InputTensor(preprocessing.inputSize());
        try (DecodedImage decoded = decoder.decode(image, preprocessing)) {
            decoded.prepare(preprocessing, tensor);
        }
        return values(tensor);
    }

    private static float[] values(InputTensor tensor) {
        float[] values = new float[tensor.values().remaining()];
        tensor.values().get(values);
        return values;
    }

    private static Preprocessing whole(int height, int width) {
        return new Preprocessing(RegionOfInterest.WHOLE, new ImageSize(height, width), Normalisation.NONE);
    }
}
