package io.winnow.adapter.opencv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.winnow.core.image.DecodeLimits;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.RegionOfInterest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** What is written is read back by the JDK. */
class OpenCvPicturesTest {
    private static final ImageSize SIZE = new ImageSize(2, 3);
    private static final byte[] RGB = {-1, 0, 0, 0, -1, 0, 0, 0, -1, 10, 20, 30, 40, 50, 60, 70, 80, 90};

    private final OpenCvImageEncoder encoder = new OpenCvImageEncoder();

    @Test
    void png_colours_areKept() throws IOException {
        BufferedImage image = read(encoder.png(RGB, SIZE));
        assertThat(image.getRGB(0, 0)).isEqualTo(0xffff0000);
        assertThat(image.getRGB(1, 0)).isEqualTo(0xff00ff00);
        assertThat(image.getRGB(2, 1)).isEqualTo(0xff46505a);
    }

    @Test
    void jpeg_higherQuality_isLarger() throws IOException {
        byte[] noise = new byte[64 * 64 * 3];
        new Random(1).nextBytes(noise);
        ImageSize size = new ImageSize(64, 64);
        EncodedImage good = encoder.jpeg(noise, size, 95);
        assertThat(good.byteCount()).isGreaterThan(encoder.jpeg(noise, size, 20).byteCount());
        assertThat(read(good).getHeight()).isEqualTo(64);
    }

    @Test
    void png_wrongNumberOfBytes_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encoder.png(new byte[17], SIZE))
                .withMessage("image 2x3 with 3 channels needs 18 bytes, got 17");
    }

    @Test
    void maskDecoder_greyPng_isReadBackAndScaledWithoutNewValues() throws Exception {
        byte[] grey = {0, 0, -1, 0, 0, 1};
        boolean[] mask = new OpenCvMaskDecoder(DecodeLimits.DEFAULT).decode(encoder.greyPng(grey, SIZE), SIZE);
        assertThat(mask).containsExactly(false, false, true, false, false, true);
        boolean[] doubled =
                new OpenCvMaskDecoder(DecodeLimits.DEFAULT).decode(encoder.greyPng(grey, SIZE), new ImageSize(4, 6));
        assertThat(doubled[3]).isFalse();
        assertThat(doubled[4]).isTrue();
    }

    @Test
    void render_scoresAroundTheThreshold_growMoreOpaque() throws IOException {
        float[] scores = {0.2f, 1, 1.5f, 9};
        BufferedImage image = read(new OpenCvHeatmapRenderer()
                .render(scores, new ImageSize(1, 4), RegionOfInterest.WHOLE, 1, new ImageSize(1, 4)));
        assertThat(alpha(image, 0)).isZero();
        assertThat(alpha(image, 1)).isBetween(90, 115);
        assertThat(alpha(image, 2)).isEqualTo(204);
        assertThat(alpha(image, 3)).isEqualTo(204);
        int red = image.getRGB(3, 0) >> 16 & 0xff;
        int blue = image.getRGB(3, 0) & 0xff;
        assertThat(red).isGreaterThan(blue);
    }

    @Test
    void render_regionOfTheImage_leavesTheRestTransparent() throws IOException {
        BufferedImage image = read(new OpenCvHeatmapRenderer()
                .render(
                        new float[] {5},
                        new ImageSize(1, 1),
                        new RegionOfInterest(0.5, 0, 1, 1),
                        1,
                        new ImageSize(10, 20)));
        assertThat(image.getHeight()).isEqualTo(10);
        assertThat(image.getWidth()).isEqualTo(20);
        assertThat(alpha(image, 9)).isZero();
        assertThat(alpha(image, 10)).isPositive();
    }

    private static int alpha(BufferedImage image, int x) {
        return image.getRGB(x, 0) >>> 24;
    }

    private static BufferedImage read(EncodedImage image) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(image.toByteArray()));
    }
}
