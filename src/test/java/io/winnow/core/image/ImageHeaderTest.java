package io.winnow.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.core.image.ImageHeader.Format;
import io.winnow.core.image.UndecodableImageException.Cause;
import io.winnow.testing.Pictures;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageHeaderTest {
    private static final byte[] JPEG = Pictures.jpeg(40, 60);
    private static final byte[] PNG = Pictures.png(40, 60);

    @Test
    void read_jpeg_tellsFormatAndSize() throws Exception {
        assertThat(read(JPEG)).isEqualTo(new ImageHeader(Format.JPEG, new ImageSize(40, 60), 1));
    }

    @Test
    void read_progressiveJpeg_walksAllScans() throws Exception {
        byte[] bytes = Pictures.progressiveJpeg(40, 60);
        assertThat(read(bytes).size()).isEqualTo(new ImageSize(40, 60));
    }

    @Test
    void read_png_tellsFormatAndSize() throws Exception {
        assertThat(read(PNG)).isEqualTo(new ImageHeader(Format.PNG, new ImageSize(40, 60), 1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void read_jpegOnItsSide_givesTheUprightSize(boolean littleEndian) throws Exception {
        ImageHeader header = read(Pictures.withOrientation(JPEG, 6, littleEndian));
        assertThat(header.size()).isEqualTo(new ImageSize(60, 40));
        assertThat(header.orientation()).isEqualTo(6);
        assertThat(header.rowsAreColumns()).isTrue();
    }

    @Test
    void read_impossibleOrientation_isIgnored() throws Exception {
        assertThat(read(Pictures.withOrientation(JPEG, 9, true)).orientation()).isEqualTo(1);
    }

    @Test
    void read_bytesAfterTheEndMarker_areAllowed() throws Exception {
        assertThat(read(Arrays.copyOf(JPEG, JPEG.length + 512)).size()).isEqualTo(new ImageSize(40, 60));
    }

    @Test
    void read_anyPrefixOfAJpeg_isRefused() {
        for (int length = 3; length < JPEG.length; length++) {
            assertRefused(Arrays.copyOf(JPEG, length), Cause.TRUNCATED);
        }
    }

    @Test
    void read_anyPrefixOfAPng_isRefused() {
        for (int length = 8; length < PNG.length; length++) {
            assertRefused(Arrays.copyOf(PNG, length), Cause.TRUNCATED);
        }
    }

    @Test
    void read_noBytes_isRefusedAsEmpty() {
        assertRefused(new byte[0], Cause.EMPTY);
    }

    @Test
    void read_anotherFormat_isRefusedAsUnsupported() {
        assertRefused("GIF89a...".getBytes(StandardCharsets.US_ASCII), Cause.UNSUPPORTED);
    }

    @Test
    void read_moreBytesThanTheLimit_isRefusedWithBothNumbers() {
        assertThatThrownBy(() -> ImageHeader.read(EncodedImage.adopt(PNG), new DecodeLimits(100, 1000, 1000)))
                .hasMessage("image has %d bytes, limit is 100", PNG.length);
    }

    @Test
    void read_pngThatClaimsAHugeSize_isRefusedBeforeDecoding() {
        byte[] bytes = PNG.clone();
        bytes[16] = 0x7f;
        assertRefused(bytes, Cause.ABSURD_DIMENSIONS);
    }

    @Test
    void read_jpegOfHeightZero_isRefused() {
        byte[] bytes = JPEG.clone();
        int frame = indexOf(bytes, 0xff, 0xc0);
        bytes[frame + 5] = 0;
        bytes[frame + 6] = 0;
        assertRefused(bytes, Cause.ABSURD_DIMENSIONS);
    }

    @Test
    void read_jpegOfFourColours_isRefusedByName() {
        byte[] bytes = JPEG.clone();
        bytes[indexOf(bytes, 0xff, 0xc0) + 9] = 4;
        assertThatThrownBy(() -> read(bytes)).hasMessageContaining("8 bits and 4 components");
    }

    @Test
    void read_areaAboveTheLimit_isRefused() {
        assertThatThrownBy(() -> ImageHeader.read(EncodedImage.adopt(PNG), new DecodeLimits(1 << 20, 60, 2399)))
                .hasMessageContaining("40x60")
                .hasMessageContaining("2399");
    }

    private static ImageHeader read(byte[] bytes) throws UndecodableImageException {
        return ImageHeader.read(EncodedImage.adopt(bytes), DecodeLimits.DEFAULT);
    }

    private static void assertRefused(byte[] bytes, Cause cause) {
        assertThatThrownBy(() -> read(bytes))
                .as("%d bytes", bytes.length)
                .asInstanceOf(InstanceOfAssertFactories.type(UndecodableImageException.class))
                .extracting(UndecodableImageException::category)
                .isEqualTo(cause);
    }

    private static int indexOf(byte[] bytes, int first, int second) {
        for (int i = 0; i + 1 < bytes.length; i++) {
            if ((bytes[i] & 0xff) == first && (bytes[i + 1] & 0xff) == second) {
                return i;
            }
        }
        throw new AssertionError("marker not found");
    }
}
