package io.winnow.core.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.core.index.FloatMatrix;
import io.winnow.testing.RawArrays;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatchEmbedderTest {
    @ParameterizedTest
    @ValueSource(strings = {"6x6", "7x5"})
    void embed_twoLevels_equalsTheReferenceImplementation(String name) {
        JsonNode golden = RawArrays.json("embedding.json").path(name);
        int images = golden.at("/layer2/shape/0").asInt();
        float[] expected = values(golden.path("sroc_pool_bilinear_concat"));
        int perImage = expected.length / images;
        for (int n = 0; n < images; n++) {
            PatchEmbeddings embeddings = PatchEmbedder.embed(
                    List.of(image(golden.path("layer2"), "layer2", n), image(golden.path("layer3"), "layer3", n)));
            float[] actual = new float[perImage];
            embeddings.vectors().values().get(actual);
            assertThat(actual)
                    .containsExactly(Arrays.copyOfRange(expected, n * perImage, (n + 1) * perImage), within(2e-6f));
        }
    }

    @Test
    void embed_onePatch_countsThePadding() {
        PatchEmbeddings embeddings = PatchEmbedder.embed(List.of(map("only", 2, 1, 1, 9, 18)));
        assertThat(embeddings.vectors().at(0, 0)).isCloseTo(1, within(1e-6f));
        assertThat(embeddings.vectors().at(0, 1)).isCloseTo(2, within(1e-6f));
    }

    @Test
    void embed_reusedMatrix_isOverwritten() {
        FloatMatrix target = FloatMatrix.zeros(1, 1);
        target.setRow(0, new float[] {Float.NaN});
        PatchEmbedder.embed(List.of(map("only", 1, 1, 1, 9)), target);
        assertThat(target.at(0, 0)).isCloseTo(1, within(1e-6f));
    }

    @Test
    void embed_finerMapSecond_isRefused() {
        FeatureMap coarse = map("coarse", 1, 1, 1, 0);
        FeatureMap fine = map("fine", 1, 1, 2, 0, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PatchEmbedder.embed(List.of(coarse, fine)))
                .withMessage("feature map fine is 1x2, finer than the first, coarse with 1x1");
    }

    @Test
    void embed_matrixOfAnotherShape_isRefusedWithBothShapes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PatchEmbedder.embed(List.of(map("only", 1, 1, 1, 9)), FloatMatrix.zeros(1, 2)))
                .withMessageContaining("[1]")
                .withMessageContaining("2 columns");
    }

    private static FeatureMap image(JsonNode array, String name, int n) {
        JsonNode shape = array.path("shape");
        float[] all = values(array);
        int perImage = all.length / shape.path(0).asInt();
        return map(
                name,
                shape.path(1).asInt(),
                shape.path(2).asInt(),
                shape.path(3).asInt(),
                Arrays.copyOfRange(all, n * perImage, (n + 1) * perImage));
    }

    private static float[] values(JsonNode array) {
        return RawArrays.floats(array.path("file").asText());
    }

    private static FeatureMap map(String name, int channels, int height, int width, float... values) {
        FloatBuffer buffer = ByteBuffer.allocateDirect(values.length * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer()
                .put(values)
                .flip();
        return new FeatureMap(name, channels, height, width, buffer);
    }
}
