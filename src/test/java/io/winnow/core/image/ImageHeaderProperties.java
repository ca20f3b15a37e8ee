package io.winnow.core.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.testing.Pictures;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ImageHeaderProperties {
    private static final byte[] JPEG = Pictures.withOrientation(Pictures.jpeg(8, 8), 3, true);
    private static final byte[] PNG = Pictures.png(8, 8);

    /** Whatever a camera or a cable makes of an image: a header within the limits or a refusal, nothing else. */
    @Property(tries = 2000)
    void read_damagedImage_isReadOrRefused(
            @ForAll boolean jpeg,
            @ForAll @Size(min = 1, max = 8) int[] positions,
            @ForAll @IntRange(min = 0, max = 255) int value) {
        byte[] bytes = (jpeg ? JPEG : PNG).clone();
        for (int position : positions) {
            bytes[Math.floorMod(position, bytes.length)] = (byte) value;
        }
        try {
            ImageHeader header = ImageHeader.read(EncodedImage.adopt(bytes), DecodeLimits.DEFAULT);
            assertThat(header.size().area()).isBetween(1L, DecodeLimits.DEFAULT.maxArea());
        } catch (UndecodableImageException e) {
            assertThat(e).hasMessageMatching("(image|JPEG|PNG) .*");
        }
    }
}
