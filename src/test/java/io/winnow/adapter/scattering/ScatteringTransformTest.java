package io.winnow.adapter.scattering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.winnow.adapter.onnx.OnnxBackboneRuntime;
import io.winnow.adapter.onnx.OnnxSettings;
import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.feature.FeatureMap;
import io.winnow.core.feature.UnusableBackboneException;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.InputTensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Properties that the transform must have, seen on the running model. */
class ScatteringTransformTest {
    private static final int SIDE = 128;
    private static final double LOG_FLOOR = 1e-3;
    private static FeatureExtractor extractor;

    @BeforeAll
    static void open(@TempDir Path folder) throws IOException, UnusableBackboneException {
        byte[] bytes = ScatteringBackbone.generate();
        Path file = Files.write(folder.resolve("scattering.onnx"), bytes);
        extractor = new OnnxBackboneRuntime(OnnxSettings.CPU).open(file, ScatteringBackbone.manifest(bytes));
    }

    @AfterAll
    static void close() {
        extractor.close();
    }

    @Test
    void extract_anySizeThatIsAMultipleOfEight_givesOneVectorForEachBlock() {
        FeatureMap map = extract(new InputTensor(new ImageSize(64, 88)));
        assertThat(map.height()).isEqualTo(8);
        assertThat(map.width()).isEqualTo(11);
        assertThat(map.channels()).isEqualTo(3 + 3 * 3 * 8 + 3 * 3 * 64);
    }

    @Test
    void extract_uniformImage_hasNoEnvelopeAndKeepsItsBrightness() {
        InputTensor image = new InputTensor(new ImageSize(SIDE, SIDE));
        FloatBuffer values = image.values();
        for (int i = 0; i < values.capacity(); i++) {
            values.put(i, 0.6f);
        }
        double[] energies = energies(extract(image));
        assertThat(energies[0]).isCloseTo(3 * 0.36, within(1e-3));
        assertThat(energies[1]).isLessThan(1e-6);
        assertThat(energies[2]).isLessThan(1e-6);
    }

    /** The energies of the orders add up to at most the image's, and most of it is found again: Bruna and Mallat, table 1. */
    @Test
    void extract_smoothTexture_keepsMostOfItsEnergyAndAddsNone() {
        InputTensor image = texture(7, 0);
        double[] energies = energies(extract(image));
        double total = energies[0] + energies[1] + energies[2];
        double energy = energy(image);
        assertThat(total / energy).isBetween(0.5, 1.0);
        assertThat(energies[1]).isGreaterThan(energies[2]);
    }

    @Test
    void extract_shiftedImage_changesLittle() {
        double[] small = values(extract(texture(7, 0)));
        double[] moved = values(extract(texture(7, 1)));
        double[] other = values(extract(texture(8, 0)));
        assertThat(distance(small, moved)).isLessThan(0.35 * distance(small, other));
    }

    @Test
    void extract_mirroredImage_givesTheMirroredMap() {
        InputTensor image = texture(7, 0);
        InputTensor mirrored = new InputTensor(image.size());
        for (int row = 0; row < 3 * SIDE; row++) {
            for (int x = 0; x < SIDE; x++) {
                mirrored.values().put(row * SIDE + x, image.values().get(row * SIDE + SIDE - 1 - x));
            }
        }
        FeatureMap map = extract(image);
        FeatureMap turned = extract(mirrored);
        for (int y = 0; y < map.height(); y++) {
            for (int x = 0; x < map.width(); x++) {
                int here = y * map.width() + x;
                int there = y * map.width() + map.width() - 1 - x;
                assertThat(turned.values().get(there)).isCloseTo(map.values().get(here), within(1e-4f));
            }
        }
    }

    private static FeatureMap extract(InputTensor image) {
        return extractor.extract(image).get(0);
    }

    /** Blurred noise around zero, moved to the right by some pixels. */
    private static InputTensor texture(int seed, int shift) {
        int wide = SIDE + 16;
        Random random = new Random(seed);
        double[] noise = random.doubles((long) 3 * (SIDE + 3) * (wide + 3)).toArray();
        InputTensor image = new InputTensor(new ImageSize(SIDE, SIDE));
        int stride = wide + 3;
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                    double sum = 0;
                    for (int p = 0; p < 9; p++) {
                        sum += noise[(c * (SIDE + 3) + y + p / 3) * stride + x + 8 - shift + p % 3];
                    }
                    image.values().put((c * SIDE + y) * SIDE + x, (float) (sum / 9 - 0.5));
                }
            }
        }
        return image;
    }

    private static double energy(InputTensor image) {
        double sum = 0;
        FloatBuffer values = image.values();
        for (int i = 0; i < values.capacity(); i++) {
            sum += (double) values.get(i) * values.get(i);
        }
        return sum / (SIDE * SIDE);
    }

    /** Mean energy for each pixel of the orders 0, 1 and 2, with the logarithm undone. */
    private static double[] energies(FeatureMap map) {
        int positions = map.height() * map.width();
        double[] energies = new double[3];
        int[] orders = new int[map.channels()];
        int channel = 3;
        for (int scale = 0; scale < 3; scale++) {
            channel = fill(orders, channel, 24, 1);
            channel = fill(orders, channel, 192 * (2 - scale), 2);
        }
        assertThat(channel).isEqualTo(map.channels());
        for (int i = 0; i < map.channels() * positions; i++) {
            double value = map.values().get(i);
            int order = orders[i / positions];
            double envelope = order == 0 ? value : Math.exp(value) - LOG_FLOOR;
            energies[order] += envelope * envelope / positions;
        }
        return energies;
    }

    private static int fill(int[] orders, int from, int count, int order) {
        for (int i = from; i < from + count; i++) {
            orders[i] = order;
        }
        return from + count;
    }

    private static double[] values(FeatureMap map) {
        double[] values = new double[map.values().capacity()];
        for (int i = 0; i < values.length; i++) {
            values[i] = map.values().get(i);
        }
        return values;
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }
}
