package io.winnow.core.refinement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.core.Progress;
import io.winnow.core.detector.AnomalyDetector;
import io.winnow.core.feature.PoolEmbeddings;
import io.winnow.core.refinement.LedgerEntry.Reason;
import io.winnow.core.refinement.RefinementPlan.Audit;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class ScoreRefinerTest {
    private final MadePool pool = MadePool.of(20, 4, 1);
    private final RefinementPlan plan = RefinementPlan.dropping(4 / 24.0, 3);

    @Test
    void refine_unlikeDefects_everyStrategyButRandomDropsThem() {
        for (Refiner refiner : Strategies.ofImages()) {
            Refinement refinement = refiner.refine(pool, plan, Progress.NONE);
            if (refiner.name().equals("random")) {
                assertThat(refinement.dropped()).allMatch(entry -> entry.reason() == Reason.DRAWN_AT_RANDOM);
            } else {
                assertThat(pool.dropped(refinement))
                        .as(refiner.name())
                        .containsExactlyInAnyOrder("d00", "d01", "d02", "d03");
                assertThat(refinement.dropped()).allMatch(entry -> entry.reason() == Reason.MOST_ANOMALOUS);
            }
        }
    }

    @Test
    void refit_refined_scoresTheDroppedHigher() {
        Refinement refinement = new ScoreRefiner(new Sroc(Strategies.PATCHCORE)).refine(pool, plan, Progress.NONE);
        int defect = refinement.dropped().get(0).image();
        try (AnomalyDetector before = Strategies.PATCHCORE.fit(pool, 0, Progress.NONE);
                AnomalyDetector after = refinement.refit(Strategies.PATCHCORE, pool, 0, Progress.NONE)) {
            assertThat(after.score(pool.patches(defect))).isGreaterThan(before.score(pool.patches(defect)));
        }
    }

    @Test
    void refine_withoutRatio_dropsWhatItEstimates() {
        Refinement refinement = new ScoreRefiner(new LeaveOwnOut(Strategies.PATCHCORE))
                .refine(pool, RefinementPlan.estimating(5), Progress.NONE);
        PollutionEstimate estimate = refinement.pollution().orElseThrow();
        assertThat(estimate.low()).isLessThan(4 / 24.0);
        assertThat(estimate.high()).isGreaterThan(4 / 24.0);
        assertThat(refinement.dropped()).hasSize((int) Math.round(estimate.share() * pool.size()));
        assertThat(pool.dropped(refinement)).hasSizeGreaterThan(1).allMatch(name -> name.startsWith("d"));
    }

    @Test
    void refine_withoutRatioButAudit_followsTheAudit() {
        Refiner refiner = new ScoreRefiner(new LeaveOwnOut(Strategies.PATCHCORE));
        RefinementPlan none = RefinementPlan.estimating(5).withAudit(new Audit(200, 0));
        RefinementPlan many = RefinementPlan.estimating(5).withAudit(new Audit(200, 70));
        assertThat(refiner.refine(pool, none, Progress.NONE).dropped().size())
                .isLessThan(refiner.refine(pool, many, Progress.NONE).dropped().size());
    }

    @Test
    void refine_poolTooSmall_isRefusedNamingBoth() {
        MadePool three = MadePool.of(3, 0, 1);
        Refiner refiner = new ScoreRefiner(new CrossValidation(Strategies.PATCHCORE, 5));
        assertThatThrownBy(() -> refiner.refine(three, RefinementPlan.dropping(0.4, 0), Progress.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 images")
                .hasMessageContaining("at least 5");
    }

    @Test
    void refine_twoImagesOfOneName_isRefused() {
        PoolEmbeddings twice = pool.subset(new int[] {0, 1, 0});
        assertThatThrownBy(() -> new ScoreRefiner(new RandomScores()).refine(twice, plan, Progress.NONE))
                .hasMessageContaining(pool.name(0));
    }

    @Test
    void refine_cancelled_stops() {
        Progress cancelled = (phase, done, total) -> {
            throw new CancellationException("asked to stop");
        };
        for (Refiner refiner : Strategies.all()) {
            if (!refiner.name().equals("random")) {
                assertThatThrownBy(() -> refiner.refine(pool, plan, cancelled))
                        .as(refiner.name())
                        .isInstanceOf(CancellationException.class);
            }
        }
    }

    @Test
    void plan_ratioOutOfRange_isRefused() {
        for (double ratio : List.of(-0.1, 1.0, Double.NaN)) {
            assertThatThrownBy(() -> RefinementPlan.dropping(ratio, 0)).hasMessageContaining("at least 0 and below 1");
        }
    }
}
