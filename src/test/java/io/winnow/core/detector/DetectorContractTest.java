package io.winnow.core.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.winnow.core.Progress;
import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.feature.PoolEmbeddings;
import io.winnow.core.index.FloatMatrix;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every detector must do. */
abstract class DetectorContractTest {
    abstract DetectorTrainer trainer();

    private final PoolEmbeddings pool = Pools.normal(24, 1);

    @Test
    void detect_defectivePatch_scoresAboveNormalAndMapShowsWhere() {
        Random random = new Random(2);
        int patch = 4;
        try (AnomalyDetector detector = trainer().fit(pool, 0, Progress.NONE)) {
            Detection normal = detector.detect(Pools.image(random));
            Detection defective = detector.detect(Pools.defective(random, patch));
            assertThat(defective.score()).isGreaterThan(2 * normal.score());
            assertThat(defective.map().at(patch / Pools.GRID_WIDTH, patch % Pools.GRID_WIDTH))
                    .isEqualTo(defective.map().max())
                    .isGreaterThan(2 * normal.map().max());
        }
    }

    @Test
    void detectLeavingOut_anyPoolImage_scoresAtLeastAsHighAsDetect() {
        try (AnomalyDetector detector = trainer().fit(pool, 0, Progress.NONE)) {
            for (int image = 0; image < pool.size(); image++) {
                PatchEmbeddings patches = pool.patches(image);
                assertThat(detector.detectLeavingOut(patches, image).score())
                        .isGreaterThanOrEqualTo(detector.detect(patches).score());
            }
        }
    }

    @Test
    void detectLeavingOut_polluted_isCloseToDetectorFittedWithoutTheImage() {
        PatchEmbeddings outlier = Pools.defective(new Random(3), 1);
        List<PatchEmbeddings> images = Stream.concat(
                        java.util.stream.IntStream.range(0, pool.size()).mapToObj(pool::patches), Stream.of(outlier))
                .toList();
        PoolEmbeddings polluted = PoolEmbeddings.of(images);
        int last = polluted.size() - 1;
        try (AnomalyDetector whole = trainer().fit(polluted, 0, Progress.NONE);
                AnomalyDetector without = trainer().fit(Pools.without(polluted, last), 0, Progress.NONE)) {
            double expected = without.detect(outlier).score();
            assertThat(whole.detectLeavingOut(outlier, last).score())
                    .isCloseTo(expected, within(tolerance() * expected));
        }
    }

    /** How far leaving out may be from a fit without the image, as a share. */
    double tolerance() {
        return 1e-5;
    }

    @Test
    void score_anyImage_isTheDetectionsScore() {
        PatchEmbeddings image = Pools.image(new Random(4));
        try (AnomalyDetector detector = trainer().fit(pool, 0, Progress.NONE)) {
            assertThat(detector.score(image)).isEqualTo(detector.detect(image).score());
            assertThat(detector.scoreLeavingOut(pool.patches(5), 5))
                    .isEqualTo(detector.detectLeavingOut(pool.patches(5), 5).score());
        }
    }

    @Test
    void fit_sameSeed_scoresAlike() {
        PatchEmbeddings image = Pools.image(new Random(5));
        try (AnomalyDetector first = trainer().fit(pool, 7, Progress.NONE);
                AnomalyDetector second = trainer().fit(pool, 7, Progress.NONE)) {
            assertThat(first.detect(image).score())
                    .isEqualTo(second.detect(image).score());
            assertThat(first.detect(image).map().toArray())
                    .isEqualTo(second.detect(image).map().toArray());
        }
    }

    @Test
    void detect_wrongShapeOrImage_isRefused() {
        PatchEmbeddings other = new PatchEmbeddings(1, 1, Pools.LEVELS, FloatMatrix.zeros(1, 8));
        try (AnomalyDetector detector = trainer().fit(pool, 0, Progress.NONE)) {
            assertThatThrownBy(() -> detector.detect(other)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> detector.score(other)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> detector.detectLeavingOut(pool.patches(0), pool.size()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(Integer.toString(pool.size()));
        }
    }

    @Test
    void fit_selectionWithoutTheDefectivePatches_isNotFooledByThem() {
        PatchEmbeddings defect = Pools.defective(new Random(6), 3);
        List<PatchEmbeddings> images = Stream.concat(
                        java.util.stream.IntStream.range(0, pool.size()).mapToObj(pool::patches), Stream.of(defect))
                .toList();
        PoolEmbeddings polluted = PoolEmbeddings.of(images);
        int last = polluted.size() - 1;
        PatchSelection withoutDefect = PatchCoreTest.selection((image, patch) -> image != last || patch != 3, 1);
        try (AnomalyDetector all = trainer().fit(polluted, 0, Progress.NONE);
                AnomalyDetector selected = trainer().fit(polluted, withoutDefect, 0, Progress.NONE)) {
            assertThat(selected.score(defect)).isGreaterThanOrEqualTo(all.score(defect));
            assertThat(selected.detectLeavingOut(defect, last).score()).isFinite();
        }
    }

    @Test
    void fit_cancelled_stops() {
        Progress cancelled = (phase, done, total) -> {
            throw new CancellationException("asked to stop");
        };
        assertThatThrownBy(() -> trainer().fit(pool, 0, cancelled)).isInstanceOf(CancellationException.class);
    }
}
