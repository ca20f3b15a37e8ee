package io.winnow.core.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.core.index.FloatMatrix;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedoitWolfGaussianTest {
    @ParameterizedTest
    @ValueSource(strings = {"n60d20", "n30d50"})
    void fit_referenceSamples_givesReferenceShrinkageAndDistances(String name) {
        JsonNode golden = Golden.json("mahalanobis.json").get(name);
        LedoitWolfGaussian gaussian = LedoitWolfGaussian.fit(rows(Golden.matrix(golden.get("X"))));

        assertThat(gaussian.shrinkage()).isCloseTo(golden.get("shrinkage").asDouble(), Percentage.withPercentage(1e-7));
        assertThat(gaussian.logDeterminant())
                .isCloseTo(golden.get("logdet").asDouble(), Percentage.withPercentage(1e-7));
        double[][] queries = rows(Golden.matrix(golden.get("Q")));
        double[] distances = Golden.doubles(golden.get("mahalanobis_distance"));
        double[] squared = Golden.doubles(golden.get("mahalanobis_squared_sklearn"));
        for (int q = 0; q < queries.length; q++) {
            assertThat(gaussian.distance(queries[q])).isCloseTo(distances[q], Percentage.withPercentage(1e-7));
            assertThat(gaussian.squaredDistance(queries[q])).isCloseTo(squared[q], Percentage.withPercentage(1e-7));
        }
    }

    @Test
    void distanceLeavingOut_manySamples_isCloseToAFitWithoutTheSample() {
        double[][] samples = samples(40, 6, 1);
        LedoitWolfGaussian whole = LedoitWolfGaussian.fit(samples);
        for (int left = 0; left < samples.length; left++) {
            double[] sample = samples[left];
            double[][] others =
                    Arrays.stream(samples).filter(other -> other != sample).toArray(double[][]::new);
            // What is left is the shrinkage, which moves a little from 40 samples to 39.
            assertThat(whole.distanceLeavingOut(sample))
                    .isCloseTo(LedoitWolfGaussian.fit(others).distance(sample), Percentage.withPercentage(3));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 12, 60})
    void leaveOneOutDistances_anyDimension_equalAFitWithoutTheSample(int dimension) {
        double[][] samples = samples(12, dimension, 4);
        Arrays.setAll(samples[7], c -> samples[7][c] * 9);
        double[] distances = LeaveOneOutDistances.of(samples);
        for (int left = 0; left < samples.length; left++) {
            double[] sample = samples[left];
            double[][] others =
                    Arrays.stream(samples).filter(other -> other != sample).toArray(double[][]::new);
            assertThat(distances[left])
                    .isCloseTo(LedoitWolfGaussian.fit(others).distance(sample), Percentage.withPercentage(1e-7));
        }
    }

    @Test
    void distanceLeavingOut_fewSamples_outlierNoLongerHidesItself() {
        double[][] samples = samples(10, 30, 2);
        Arrays.setAll(samples[4], c -> samples[4][c] * 6);
        LedoitWolfGaussian gaussian = LedoitWolfGaussian.fit(samples);
        assertThat(gaussian.distanceLeavingOut(samples[4])).isGreaterThan(2 * gaussian.distance(samples[4]));
        assertThat(gaussian.distanceLeavingOut(samples[4])).isFinite();
    }

    @Test
    void fit_identicalSamples_hasUnitCovariance() {
        double[][] samples = new double[5][];
        Arrays.fill(samples, new double[] {1, 2});
        LedoitWolfGaussian gaussian = LedoitWolfGaussian.fit(samples);
        assertThat(gaussian.distance(new double[] {1, 2})).isZero();
        assertThat(gaussian.distance(new double[] {4, 6})).isCloseTo(5, within(1e-9));
    }

    @Test
    void distanceLeavingOut_onlySample_isRefused() {
        double[][] one = samples(1, 3, 3);
        LedoitWolfGaussian gaussian = LedoitWolfGaussian.fit(one);
        assertThatThrownBy(() -> gaussian.distanceLeavingOut(one[0])).hasMessageContaining("leaves none");
    }

    private static double[][] samples(int count, int dimension, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, count)
                .mapToObj(i -> random.doubles(dimension, -1, 1).toArray())
                .toArray(double[][]::new);
    }

    private static double[][] rows(FloatMatrix matrix) {
        double[][] rows = new double[matrix.rows()][matrix.columns()];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < matrix.columns(); j++) {
                rows[i][j] = matrix.at(i, j);
            }
        }
        return rows;
    }
}
