package io.winnow.core.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.core.Progress;
import io.winnow.testing.Shared;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every greedy k-center sampler holds: the published sequences, and that of the definition bit for bit. */
public abstract class GreedyKCenterContract extends CoresetSamplerContract {
    /** The selection from a given start by the implementation under test. */
    protected abstract int[] sampleFrom(FloatMatrix candidates, int size, int start);

    @ParameterizedTest
    @ValueSource(strings = {"random300x16", "grid35x2_ties"})
    void sampleFrom_ofReferenceData_repeatsTheReferenceSequence(String set) throws IOException {
        JsonNode reference = new ObjectMapper()
                .readTree(Shared.golden("kcenter.json").toFile())
                .get(set);
        FloatMatrix candidates = read(reference.get("X"));
        assertThat(reference.get("cases")).isNotEmpty();
        for (JsonNode one : reference.get("cases")) {
            int[] expected = new int[one.get("n").asInt()];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = one.get("indices").get(i).asInt();
            }
            assertThat(sampleFrom(candidates, expected.length, one.get("start").asInt()))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "50,1,50", "700,2,400", "1000,7,300", "520,16,500", "300,33,150", "900,128,250", "400,131,100"
    })
    void sampleFrom_ofAnyShape_followsTheDefinition(int rows, int columns, int size) {
        FloatMatrix candidates = Vectors.gaussian(rows, columns, rows + columns);
        assertThat(sampleFrom(candidates, size, rows / 3)).isEqualTo(definition(candidates, size, rows / 3));
    }

    @Test
    void sampleFrom_withManyTies_takesTheLowestIndex() {
        FloatMatrix candidates = Vectors.grid(1500, 3, 6, 5);
        assertThat(sampleFrom(candidates, 1500, 1234)).isEqualTo(definition(candidates, 1500, 1234));
    }

    @Test
    void sampleFrom_closeTogetherAndFarFromTheOrigin_followsTheDefinition() {
        FloatMatrix candidates = Vectors.gaussian(800, 24, 6);
        for (int p = 0; p < 800 * 24; p++) {
            candidates.values().put(p, 1000 + candidates.values().get(p) * 0.01f);
        }
        assertThat(sampleFrom(candidates, 400, 0)).isEqualTo(definition(candidates, 400, 0));
    }

    @Test
    void sample_bySeed_startsWhereTheSeedSays() {
        FloatMatrix candidates = Vectors.gaussian(300, 4, 7);
        int start = GreedyKCenter.startFor(300, 99);
        assertThat(sampler().sample(candidates, 20, 99, Progress.NONE)).isEqualTo(sampleFrom(candidates, 20, start));
    }

    @Test
    void sampleFrom_withStartOutOfBounds_saysBothNumbers() {
        FloatMatrix candidates = Vectors.gaussian(30, 4, 8);
        for (int start : new int[] {-1, 30}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> sampleFrom(candidates, 3, start))
                    .withMessageContaining(Integer.toString(start))
                    .withMessageContaining("30");
        }
    }

    @Test
    void sampleFrom_withNaN_isRefused() {
        FloatMatrix candidates = Vectors.gaussian(30, 4, 9);
        candidates.values().put(5, Float.NaN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sampleFrom(candidates, 3, 0))
                .withMessageContaining("finite");
    }

    /** The definition, as plainly as it can be written. */
    private static int[] definition(FloatMatrix candidates, int size, int start) {
        float[] nearest = new float[candidates.rows()];
        Arrays.fill(nearest, Float.POSITIVE_INFINITY);
        int[] chosen = new int[size];
        chosen[0] = start;
        for (int step = 1; step < size; step++) {
            nearest[chosen[step - 1]] = -1;
            int farthest = -1;
            for (int i = 0; i < nearest.length; i++) {
                nearest[i] = Math.min(nearest[i], squaredDistance(candidates, i, chosen[step - 1]));
                if (farthest < 0 || nearest[i] > nearest[farthest]) {
                    farthest = i;
                }
            }
            chosen[step] = farthest;
        }
        return chosen;
    }

    private static float squaredDistance(FloatMatrix candidates, int i, int center) {
        float sum = 0;
        for (int j = 0; j < candidates.columns(); j++) {
            float difference = candidates.at(i, j) - candidates.at(center, j);
            sum += difference * difference;
        }
        return sum;
    }

    private static FloatMatrix read(JsonNode description) throws IOException {
        byte[] bytes = Files.readAllBytes(Shared.golden(description.get("file").asText()));
        FloatMatrix matrix = FloatMatrix.zeros(
                description.get("shape").get(0).asInt(),
                description.get("shape").get(1).asInt());
        matrix.values()
                .put(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer());
        return matrix;
    }
}
