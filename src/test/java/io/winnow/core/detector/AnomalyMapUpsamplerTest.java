package io.winnow.core.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.core.image.ImageSize;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnomalyMapUpsamplerTest {
    private static final String BLURRED = "anomalib_2.0";

    @ParameterizedTest
    @ValueSource(strings = {"8x8", "7x5"})
    void upsample_referenceMap_givesReferencePixels(String name) {
        JsonNode golden = Golden.json("anomaly_map.json").get(name);
        assertClose(golden, AnomalyMapUpsampler.DEFAULT_SIGMA, golden.get(BLURRED), 2e-5);
        assertClose(golden, AnomalyMapUpsampler.DEFAULT_SIGMA, golden.get("cv2_gaussian_0_sigma4"), 2e-5);
        assertClose(golden, 0, golden.get("bilinear"), 1e-5);
    }

    private static void assertClose(JsonNode golden, double sigma, JsonNode expected, double tolerance) {
        JsonNode shape = golden.get("patch").get("shape");
        int height = shape.get(0).asInt();
        int width = shape.get(1).asInt();
        ImageSize size = new ImageSize(
                golden.get("size").get(0).asInt(), golden.get("size").get(1).asInt());
        AnomalyMap map = new AnomalyMap(height, width, Golden.floats(golden.get("patch")));
        float[] actual = new AnomalyMapUpsampler(height, width, size, sigma).upsample(map);
        assertThat(actual).containsExactly(Golden.floats(expected), within((float) tolerance));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 5, 9", "2, 3, 1, 1", "4, 4, 3, 2", "6, 2, 40, 3"})
    void upsample_constantMap_staysConstant(int gridHeight, int gridWidth, int height, int width) {
        float[] scores = new float[gridHeight * gridWidth];
        Arrays.fill(scores, 2.5f);
        AnomalyMapUpsampler upsampler = new AnomalyMapUpsampler(gridHeight, gridWidth, new ImageSize(height, width));
        for (float pixel : upsampler.upsample(new AnomalyMap(gridHeight, gridWidth, scores))) {
            assertThat(pixel).isCloseTo(2.5f, within(1e-5f));
        }
    }

    @Test
    void upsample_reusedArray_holdsNothingOfTheLastMap() {
        AnomalyMapUpsampler upsampler = new AnomalyMapUpsampler(2, 2, new ImageSize(8, 8));
        AnomalyMap map = new AnomalyMap(2, 2, new float[] {1, 2, 3, 4});
        float[] fresh = upsampler.upsample(map);
        float[] reused = new float[64];
        Arrays.fill(reused, 77);
        upsampler.upsample(map, reused);
        assertThat(reused).isEqualTo(fresh);
    }

    @Test
    void upsample_otherMapOrArray_isRefused() {
        AnomalyMapUpsampler upsampler = new AnomalyMapUpsampler(2, 2, new ImageSize(8, 8));
        AnomalyMap other = new AnomalyMap(1, 2, new float[2]);
        assertThatThrownBy(() -> upsampler.upsample(other)).hasMessageContaining("1x2");
        AnomalyMap map = new AnomalyMap(2, 2, new float[4]);
        assertThatThrownBy(() -> upsampler.upsample(map, new float[3])).hasMessageContaining("3 values");
    }
}
