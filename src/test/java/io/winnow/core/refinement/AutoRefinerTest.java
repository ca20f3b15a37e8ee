package io.winnow.core.refinement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.core.Progress;
import org.junit.jupiter.api.Test;

class AutoRefinerTest {
    @Test
    void refine_repeatedDefect_dropsItWhereSrocDoesNot() {
        MadePool pool = MadePool.of(24, 3, 2);
        for (int patch = 0; patch < 9; patch++) {
            // Copies of whole images: each defect has a twin in the pool.
            pool = pool.withPatch("d01", "d00", patch, 0.01f).withPatch("d02", "d00", patch, 0.02f);
        }
        RefinementPlan plan = RefinementPlan.dropping(3.0 / 27, 0);
        assertThat(pool.dropped(Strategies.auto().refine(pool, plan, Progress.NONE)))
                .containsExactlyInAnyOrder("d00", "d01", "d02");
    }

    @Test
    void refine_withoutRatio_dropsAtLeastTheEstimateAndAtMostTwoFifths() {
        MadePool pool = MadePool.of(25, 5, 3);
        Refinement refinement = Strategies.auto().refine(pool, RefinementPlan.estimating(1), Progress.NONE);
        PollutionEstimate estimate = refinement.pollution().orElseThrow();
        assertThat(refinement.dropped().size())
                .isBetween((int) Math.floor(estimate.share() * pool.size()), (int) (0.4 * pool.size()));
        assertThat(pool.dropped(refinement)).contains("d00", "d01", "d02", "d03", "d04");
        assertThat(refinement.dropped()).allMatch(entry -> entry.round() == 2);
    }

    @Test
    void refine_defectKept_leavesOutItsPatches() {
        MadePool pool = MadePool.of(24, 3, 2);
        Refinement refinement = Strategies.auto().refine(pool, RefinementPlan.dropping(1.0 / 27, 0), Progress.NONE);
        assertThat(refinement.dropped()).hasSize(1);
        assertThat(refinement.droppedPatches()).isNotEmpty().allSatisfy(entry -> {
            int position = refinement.kept().indexOf(entry.image());
            assertThat(refinement.selection().keeps(position, entry.patch())).isFalse();
        });
        assertThat(refinement.droppedPatches().subList(0, 2))
                .allMatch(entry -> pool.name(entry.image()).startsWith("d"));
    }

    @Test
    void refine_imagesThatDifferInKind_dropsLessThanAskedForAndNoPatches() {
        MadePool manifold = MadePool.of(24, 0, 2).withGrowingNoise(1.2, 3);
        Refinement refinement = Strategies.auto().refine(manifold, RefinementPlan.dropping(0.4, 0), Progress.NONE);
        assertThat(refinement.dropped().size()).isLessThan(10);
        assertThat(refinement.droppedPatches()).isEmpty();
        assertThat(refinement.pollution()).isPresent();
    }

    @Test
    void refine_poolTooSmall_isRefusedNamingBoth() {
        MadePool two = MadePool.of(2, 0, 1);
        assertThatThrownBy(() -> Strategies.auto().refine(two, RefinementPlan.dropping(0.5, 0), Progress.NONE))
                .hasMessageContaining("2 images")
                .hasMessageContaining("at least 3");
    }
}
