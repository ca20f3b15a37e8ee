package io.winnow.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.Progress;
import io.winnow.core.detector.AnomalyDetector;
import io.winnow.core.detector.AnomalyMap;
import io.winnow.core.detector.Detection;
import io.winnow.core.detector.PatchCoreSettings;
import io.winnow.core.detector.PatchCoreTrainer;
import io.winnow.core.detector.PatchSelection;
import io.winnow.core.evaluation.ConformalThreshold;
import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.feature.PoolEmbeddings;
import io.winnow.core.index.ExactIndexFactory;
import io.winnow.core.index.FloatMatrix;
import io.winnow.core.index.GreedyKCenter;
import io.winnow.core.inspection.RegionLocator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The stated false-reject rate against the realised one, over 200 simulated lines for each case: pool, fit, held-out calibration and
 * threshold go the way that a refit goes. The realised rate of a line is that of its own threshold over many new normal frames.
 */
class FalseRejectRateTest {
    private static final int RUNS = 200;

    private final Calibrator calibrator = new Calibrator(new RegionLocator());

    private static RefitPlan plan(double rate, double share, long seed) {
        return new RefitPlan("none", 0, seed, OptionalDouble.empty(), rate, share);
    }

    /** Skewed scores, as anomaly scores are; exactly that many frames are held out of as many again and one more. */
    @ParameterizedTest
    @CsvSource({"20, 0.05", "19, 0.05", "99, 0.01", "120, 0.01", "40, 0.1", "200, 0.02"})
    void split_overManyLines_realisesAtMostTheStatedRate(int heldOut, double rate) {
        double[] realised = IntStream.range(0, RUNS)
                .parallel()
                .mapToDouble(run -> {
                    SplittableRandom random = new SplittableRandom(31L * run + heldOut);
                    PoolEmbeddings pool = PoolEmbeddings.of(IntStream.range(0, 2 * heldOut)
                            .mapToObj(image -> oneNumber((float) skewed(random)))
                            .toList());
                    Calibration calibration = calibrator
                            .fit(
                                    pool,
                                    PatchSelection.ALL,
                                    plan(rate, 0.5, run),
                                    (images, s, seed, p) -> new Reader(),
                                    Progress.NONE,
                                    Progress.NONE)
                            .calibration();
                    assertThat(calibration.method()).isEqualTo(Calibration.Method.SPLIT);
                    assertThat(calibration.scores()).hasSize(heldOut);
                    return tail(threshold(calibration, rate));
                })
                .toArray();

        assertAtMost(realised, rate);
    }

    /** The other direction: a threshold that forgets the frame to come is above the stated rate, and the same check says so. */
    @Test
    void quantileWithoutTheCorrection_isNoticed() {
        int heldOut = 20;
        double rate = 0.05;
        double[] realised = IntStream.range(0, RUNS)
                .mapToDouble(run -> {
                    SplittableRandom random = new SplittableRandom(31L * run + heldOut);
                    double[] scores = IntStream.range(0, heldOut)
                            .mapToDouble(i -> (float) skewed(random))
                            .sorted()
                            .toArray();
                    return tail(scores[(int) Math.ceil(heldOut * (1 - rate)) - 1]);
                })
                .toArray();

        assertThat(mean(realised)).isGreaterThan(rate + 3 * error(realised));
    }

    /** A real memory bank, which each line fits on its own half of a small pool. */
    @ParameterizedTest
    @CsvSource({"20, 0.05", "40, 0.05"})
    void split_withPatchCore_realisesAtMostTheStatedRate(int heldOut, double rate) {
        int fresh = 200;
        PatchCoreTrainer trainer = new PatchCoreTrainer(
                new ExactIndexFactory(),
                new GreedyKCenter(),
                new PatchCoreSettings(2, PatchCoreSettings.DEFAULT.index(), 1, 0, false));
        double[] realised = IntStream.range(0, RUNS)
                .parallel()
                .mapToDouble(run -> {
                    SplittableRandom random = new SplittableRandom(77L * run + heldOut);
                    PoolEmbeddings pool = PoolEmbeddings.of(IntStream.range(0, 2 * heldOut)
                            .mapToObj(image -> patches(random))
                            .toList());
                    var fitted = calibrator.fit(
                            pool, PatchSelection.ALL, plan(rate, 0.5, run), trainer::fit, Progress.NONE, Progress.NONE);
                    try (AnomalyDetector detector = fitted.detector()) {
                        assertThat(fitted.heldOut()).hasSize(heldOut);
                        double threshold = threshold(fitted.calibration(), rate);
                        return IntStream.range(0, fresh)
                                        .filter(i -> detector.score(patches(random)) > threshold)
                                        .count()
                                / (double) fresh;
                    }
                })
                .toArray();

        assertAtMost(realised, rate);
    }

    private static double threshold(Calibration calibration, double rate) {
        return ConformalThreshold.of(calibration.scoreArray(), rate).threshold();
    }

    private static void assertAtMost(double[] realised, double rate) {
        assertThat(realised).hasSize(RUNS);
        assertThat(mean(realised)).isLessThanOrEqualTo(rate + 2.5 * error(realised));
        // A rate of nought would keep the promise too, and be of no use.
        assertThat(mean(realised)).isGreaterThan(rate / 2);
    }

    private static double mean(double[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).sum() / values.length;
    }

    /** Standard error of the mean. */
    private static double error(double[] values) {
        double mean = mean(values);
        double squares = IntStream.range(0, values.length)
                .mapToDouble(i -> (values[i] - mean) * (values[i] - mean))
                .sum();
        return Math.sqrt(squares / (values.length - 1) / values.length);
    }

    /** Exponential, of which the share above a value is known. */
    private static double skewed(SplittableRandom random) {
        return -Math.log1p(-random.nextDouble());
    }

    private static double tail(double threshold) {
        return Math.exp(-threshold);
    }

    private static PatchEmbeddings oneNumber(float score) {
        FloatMatrix vectors = FloatMatrix.zeros(1, 1);
        vectors.setRow(0, new float[] {score});
        return new PatchEmbeddings(1, 1, List.of(1), vectors);
    }

    private static PatchEmbeddings patches(SplittableRandom random) {
        FloatMatrix vectors = FloatMatrix.zeros(4, 4);
        for (int patch = 0; patch < 4; patch++) {
            float[] row = new float[4];
            for (int c = 0; c < row.length; c++) {
                row[c] = (float) (random.nextGaussian() + patch);
            }
            vectors.setRow(patch, row);
        }
        return new PatchEmbeddings(2, 2, List.of(4), vectors);
    }

    /** Scores an image by the number that it is. */
    private static final class Reader implements AnomalyDetector {
        @Override
        public Detection detect(PatchEmbeddings patches) {
            float score = patches.vectors().at(0, 0);
            return new Detection(score, new AnomalyMap(1, 1, new float[] {score}));
        }

        @Override
        public Detection detectLeavingOut(PatchEmbeddings patches, int poolImage) {
            return detect(patches);
        }

        @Override
        public void close() {}
    }
}
