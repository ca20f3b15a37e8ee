package io.winnow.adapter.scattering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScatteringFiltersTest {
    private static final double[][] WAVELETS = ScatteringFilters.wavelets();

    @Test
    void wavelets_allParts_haveZeroMean() {
        for (double[] filter : WAVELETS) {
            assertThat(Arrays.stream(filter).sum()).isCloseTo(0, within(1e-12));
        }
    }

    @Test
    void wavelets_realAndImaginaryParts_areEvenAndOdd() {
        for (int i = 0; i < WAVELETS.length; i++) {
            double sign = i % 2 == 0 ? 1 : -1;
            double[] filter = WAVELETS[i];
            for (int p = 0; p < filter.length; p++) {
                assertThat(filter[filter.length - 1 - p]).isCloseTo(sign * filter[p], within(1e-12));
            }
        }
    }

    @Test
    void wavelets_aQuarterTurnApart_areTheSameFilterTurned() {
        int side = ScatteringFilters.WAVELET_SIDE;
        double[] first = WAVELETS[0];
        double[] turned = WAVELETS[ScatteringFilters.ANGLES];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                assertThat(turned[x * side + y]).isCloseTo(first[y * side + x], within(1e-12));
            }
        }
    }

    @Test
    void littlewoodPaley_anyFrequency_expandsNothing() {
        for (int v = -20; v <= 20; v++) {
            for (int u = -20; u <= 20; u++) {
                double sum = LittlewoodPaley.sum(WAVELETS, Math.PI * v / 20, Math.PI * u / 20);
                assertThat(sum).as("frequency %d, %d of 20", v, u).isLessThan(1.005);
            }
        }
    }

    @Test
    void littlewoodPaley_insideTheDisc_losesLessThanTwoThirds() {
        for (int v = -19; v <= 19; v++) {
            for (int u = -19; u <= 19; u++) {
                if (v * v + u * u < 19 * 19) {
                    double sum = LittlewoodPaley.sum(WAVELETS, Math.PI * v / 20, Math.PI * u / 20);
                    assertThat(sum).as("frequency %d, %d of 20", v, u).isGreaterThan(0.35);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void gaussian_everyScale_isASymmetricAverageOfEvenLength(int scale) {
        assertAverage(ScatteringFilters.gaussian(scale));
    }

    @Test
    void halfBand_isASymmetricAverageOfEvenLength() {
        assertAverage(ScatteringFilters.halfBand());
    }

    private static void assertAverage(double[] taps) {
        assertThat(taps.length % 2).isZero();
        assertThat(Arrays.stream(taps).sum()).isCloseTo(1, within(1e-12));
        for (int i = 0; i < taps.length; i++) {
            assertThat(taps[taps.length - 1 - i]).isCloseTo(taps[i], within(1e-12));
        }
    }
}
