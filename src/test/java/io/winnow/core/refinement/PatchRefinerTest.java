package io.winnow.core.refinement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.winnow.core.Progress;
import io.winnow.core.detector.AnomalyDetector;
import io.winnow.core.detector.MahalanobisTrainer;
import io.winnow.core.detector.PatchCore;
import org.junit.jupiter.api.Test;

class PatchRefinerTest {
    private static final int PATCHES = 9;
    private final MadePool pool = MadePool.of(20, 4, 1);
    private final Refiner refiner = new PatchRefiner(PatchRefiner.DEFAULT_NEIGHBOURS);

    @Test
    void refine_defectivePatches_dropsThemAndKeepsTheImages() {
        Refinement refinement = refiner.refine(pool, RefinementPlan.dropping(4.0 / 24 / PATCHES, 0), Progress.NONE);
        assertThat(refinement.kept()).hasSize(24);
        assertThat(refinement.droppedPatches()).hasSize(4);
        for (int image = 0; image < pool.size(); image++) {
            int dropped = 0;
            for (int patch = 0; patch < PATCHES; patch++) {
                dropped += refinement.selection().keeps(image, patch) ? 0 : 1;
            }
            assertThat(dropped).isEqualTo(pool.name(image).startsWith("d") ? 1 : 0);
        }
    }

    @Test
    void refit_selectedPatches_bankIsSmallerAndDefectsStandOut() {
        Refinement refinement = refiner.refine(pool, RefinementPlan.estimating(0), Progress.NONE);
        try (AnomalyDetector before = Strategies.PATCHCORE.fit(pool, 0, Progress.NONE);
                AnomalyDetector after = refinement.refit(Strategies.PATCHCORE, pool, 0, Progress.NONE)) {
            assertThat(((PatchCore) after).size())
                    .isEqualTo(24 * PATCHES - refinement.droppedPatches().size());
            for (int image = 0; image < pool.size(); image++) {
                if (pool.name(image).startsWith("d")) {
                    assertThat(after.score(pool.patches(image))).isGreaterThan(before.score(pool.patches(image)));
                }
            }
        }
    }

    @Test
    void refit_mahalanobis_isFittedToWhatStays() {
        Refinement refinement = refiner.refine(pool, RefinementPlan.estimating(0), Progress.NONE);
        try (AnomalyDetector before = new MahalanobisTrainer().fit(pool, 0, Progress.NONE);
                AnomalyDetector after = refinement.refit(new MahalanobisTrainer(), pool, 0, Progress.NONE)) {
            assertThat(after.score(pool.patches(0))).isPositive().isNotEqualTo(before.score(pool.patches(0)));
        }
    }

    @Test
    void localOutlierFactor_evenLine_isOneInsideAndHighOutside() {
        float[][] points = new float[12][];
        for (int i = 0; i < 11; i++) {
            points[i] = new float[] {i, 0};
        }
        points[11] = new float[] {5, 40};
        double[] factors = LocalOutlierFactor.of(points, 2);
        assertThat(factors[5]).isCloseTo(1, within(1e-9));
        assertThat(factors[11]).isGreaterThan(20);
    }

    @Test
    void localOutlierFactor_byHand_isTheDefinition() {
        // Points 0, 1, 3 on a line, k = 1: reach 1, 1, 2; densities 1, 1, 1/2; factors 1, 1, 2.
        float[][] points = {{0}, {1}, {3}};
        assertThat(LocalOutlierFactor.of(points, 1)).containsExactly(1, 1, 2);
    }

    @Test
    void localOutlierFactor_copiesOfOnePoint_isFinite() {
        float[][] points = {{1, 1}, {1, 1}, {1, 1}, {2, 1}};
        for (double factor : LocalOutlierFactor.of(points, 2)) {
            assertThat(factor).isFinite();
        }
    }
}
