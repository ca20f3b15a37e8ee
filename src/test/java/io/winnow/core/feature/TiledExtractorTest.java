package io.winnow.core.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.core.image.ImageSize;
import io.winnow.core.image.InputTensor;
import io.winnow.core.image.Preprocessing.Normalisation;
import io.winnow.core.image.Tiling;
import io.winnow.testing.Inspections;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TiledExtractorTest {
    private static final int MULTIPLE = 8;

    /**
     * Two levels at strides 4 and 8 of two channels each; every cell sums its pixels and those around it up to some reach, with zeros
     * beyond the input's edge, as a network does.
     */
    private static final class Summing implements FeatureExtractor {
        private final int reach;
        private final List<ImageSize> seen = new ArrayList<>();

        Summing(int reach) {
            this.reach = reach;
        }

        @Override
        public BackboneManifest manifest() {
            return new BackboneManifest(
                    "summing",
                    Inspections.hash("summing"),
                    "none",
                    "test",
                    Normalisation.NONE,
                    MULTIPLE,
                    List.of("fine", "coarse"),
                    false);
        }

        @Override
        public String executionProvider() {
            return "test";
        }

        @Override
        public List<FeatureMap> extract(InputTensor input) {
            seen.add(input.size());
            return List.of(level("fine", input, 4), level("coarse", input, 8));
        }

        private FeatureMap level(String name, InputTensor input, int stride) {
            int height = input.size().height() / stride;
            int width = input.size().width() / stride;
            FloatBuffer values = FloatBuffer.allocate(2 * height * width);
            for (int c = 0; c < 2; c++) {
                for (int y = 0; y < height; y++) {
                    for (int x = 0; x < width; x++) {
                        values.put(sum(input, c, y * stride, x * stride, stride));
                    }
                }
            }
            return new FeatureMap(name, 2, height, width, values.flip());
        }

        private float sum(InputTensor input, int channel, int top, int left, int stride) {
            float sum = 0;
            for (int y = Math.max(0, top - reach); y < Math.min(input.size().height(), top + stride + reach); y++) {
                for (int x = Math.max(0, left - reach);
                        x < Math.min(input.size().width(), left + stride + reach);
                        x++) {
                    sum += input.values()
                            .get((channel * input.size().height() + y)
                                            * input.size().width()
                                    + x);
                }
            }
            return sum;
        }

        @Override
        public void close() {}
    }

    private static InputTensor picture(int height, int width) {
        InputTensor input = new InputTensor(new ImageSize(height, width));
        SplittableRandom random = new SplittableRandom(1);
        FloatBuffer values = input.values();
        while (values.hasRemaining()) {
            values.put(random.nextInt(100)); // whole numbers: sums are exact in any order
        }
        return input;
    }

    @ParameterizedTest
    @CsvSource({"64,64", "96,64", "64,200", "104,136", "32,160", "200,40"})
    void extract_reachWithinHalfTheOverlap_isAsOfTheWhole(int height, int width) {
        InputTensor input = picture(height, width);
        List<FeatureMap> whole = new Summing(4).extract(input);
        List<FeatureMap> tiled = new TiledExtractor(new Summing(4), new Tiling(48, 16)).extract(input);

        assertThat(tiled).hasSize(2);
        for (int level = 0; level < 2; level++) {
            assertThat(tiled.get(level).name()).isEqualTo(whole.get(level).name());
            assertThat(tiled.get(level).height()).isEqualTo(whole.get(level).height());
            assertThat(tiled.get(level).width()).isEqualTo(whole.get(level).width());
            assertThat(tiled.get(level).values()).isEqualTo(whole.get(level).values());
        }
    }

    @Test
    void extract_reachBeyondTheOverlap_differsAtSeamsOnly() {
        InputTensor input = picture(48, 96);
        FeatureMap whole = new Summing(8).extract(input).get(0);
        FeatureMap tiled = new TiledExtractor(new Summing(8), new Tiling(48, 0))
                .extract(input)
                .get(0);

        for (int y = 0; y < whole.height(); y++) {
            for (int x = 0; x < whole.width(); x++) {
                int at = y * whole.width() + x;
                boolean seam = x >= 10 && x < 14; // two cells of four pixels to either side of pixel 48
                assertThat(whole.values().get(at) == tiled.values().get(at)).isEqualTo(!seam);
            }
        }
    }

    @Test
    void extract_tilesAsConfigured_neverShowTheBackboneMoreThanATile() {
        Summing backbone = new Summing(0);
        new TiledExtractor(backbone, new Tiling(48, 16)).extract(picture(104, 32));

        assertThat(backbone.seen).hasSize(3).containsOnly(new ImageSize(48, 32));
    }

    @Test
    void extract_inputOfOneTile_goesThroughAsItIs() {
        Summing backbone = new Summing(0);
        new TiledExtractor(backbone, new Tiling(48, 16)).extract(picture(48, 40));

        assertThat(backbone.seen).containsExactly(new ImageSize(48, 40));
    }

    @Test
    void new_offTheBackbonesGrid_isRefused() {
        assertThatThrownBy(() -> new TiledExtractor(new Summing(0), new Tiling(50, 16)))
                .hasMessageContaining("tiles of 50 overlapping by 16")
                .hasMessageContaining("multiples of 8");
        assertThatThrownBy(() -> new Tiling(48, 25)).hasMessageContaining("0 to half of it");
    }
}
