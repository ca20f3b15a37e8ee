package io.winnow.core.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.core.evaluation.PairedProportions;
import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.life.PromotionPolicy.Decision;
import io.winnow.core.life.PromotionPolicy.Kind;
import io.winnow.core.life.PromotionPolicy.Mode;
import io.winnow.core.review.LocalisedCurve;
import io.winnow.core.review.ModelComparison;
import io.winnow.core.review.RegressionSet.Tried;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PromotionPolicyTest {
    private static final PromotionPolicy POLICY = new PromotionPolicy(Mode.WHEN_NOT_WORSE, 200, 10, 30, 0.1, 0.05, 5);

    private static ModelComparison comparison(PairedProportions recall, PairedProportions falseRejects) {
        return new ModelComparison(
                (int) recall.total(),
                (int) falseRejects.total(),
                0,
                List.of(),
                recall,
                falseRejects,
                List.of(),
                List.of(),
                new LocalisedCurve(0, List.of()));
    }

    private static Decision decide(PairedProportions recall, PairedProportions falseRejects) {
        return POLICY.decide(comparison(recall, falseRejects));
    }

    @Test
    void decide_noLabels_holdsWithBothNumbers() {
        assertThat(decide(new PairedProportions(0, 0, 0, 0), new PairedProportions(0, 0, 0, 0)))
                .isEqualTo(new Decision(
                        Kind.TOO_FEW_LABELS,
                        "needs at least 10 labelled defects, has 0, and at least 30 labelled normal frames, has 0"));
    }

    @Test
    void decide_sameVerdictsOverEnoughLabels_promotes() {
        Decision decision = decide(new PairedProportions(40, 0, 0, 0), new PairedProportions(0, 0, 0, 80));

        assertThat(decision.promote()).isTrue();
        assertThat(decision.reason())
                .startsWith("not worse:")
                .contains("40 of 40")
                .endsWith("0 of 80 confirmed normal frames (champion 0)");
    }

    @Test
    void decide_certainlyWorseWithinTheMargins_promotesAndSaysByHowMuch() {
        Decision decision = decide(new PairedProportions(970, 0, 30, 0), new PairedProportions(0, 20, 0, 980));

        assertThat(decision.promote()).isTrue();
        assertThat(decision.reason())
                .startsWith("worse within the margins:")
                .contains("recall falls by less than the 10.0 points that the policy allows: -3.0 points")
                .contains("false rejects rise by less than the 5.00 points that the policy allows: +2.0 points");
    }

    @Test
    void decide_sameVerdictsOverTooFewForTheMargin_saysHowManyAreNeeded() {
        Decision few = decide(new PairedProportions(12, 0, 0, 0), new PairedProportions(0, 0, 0, 80));
        Decision normals = decide(new PairedProportions(40, 0, 0, 0), new PairedProportions(0, 0, 0, 40));

        assertThat(few.kind()).isEqualTo(Kind.RECALL);
        assertThat(few.reason()).contains("label about 35 defects");
        assertThat(decide(new PairedProportions(35, 0, 0, 0), new PairedProportions(0, 0, 0, 80))
                        .promote())
                .as("with as many as it asked for")
                .isTrue();
        assertThat(normals.kind()).isEqualTo(Kind.FALSE_REJECTS);
        assertThat(normals.reason()).contains("label about 73 normal frames");
    }

    @Test
    void decide_recallFalls_holdsHoweverManyLabels() {
        Decision decision = decide(new PairedProportions(160, 0, 40, 0), new PairedProportions(0, 0, 0, 400));

        assertThat(decision.kind()).isEqualTo(Kind.RECALL);
        assertThat(decision.reason())
                .contains("160 of 200")
                .contains("champion rejects 200")
                .contains("-20.0 points");
    }

    @Test
    void decide_falseRejectsRise_holds() {
        Decision decision = decide(new PairedProportions(60, 0, 0, 0), new PairedProportions(2, 20, 0, 178));

        assertThat(decision.kind()).isEqualTo(Kind.FALSE_REJECTS);
        assertThat(decision.reason()).contains("22 of 200").contains("+10.0 points");
    }

    @Test
    void decide_manual_neverPromotes() {
        PromotionPolicy manual = new PromotionPolicy(Mode.MANUAL, 200, 10, 30, 0.1, 0.05, 5);

        assertThat(manual.decide(comparison(new PairedProportions(400, 0, 0, 0), new PairedProportions(0, 0, 0, 800)))
                        .kind())
                .isEqualTo(Kind.BY_HAND);
    }

    @Test
    void construct_ruleBroken_namesNameValueAndRule() {
        assertThatThrownBy(() -> new PromotionPolicy(Mode.MANUAL, 200, 10, 30, 1.5, 0.05, 5))
                .hasMessageContaining("recall margin = 1.5 must be");
    }

    @Test
    void decide_missesARegressionFrameThatTheChampionCatches_holdsHoweverGoodTheRest() {
        ModelComparison good = comparison(new PairedProportions(400, 0, 0, 0), new PairedProportions(0, 0, 0, 800));
        Tried lost = new Tried(new InspectionId("i-1"), new FrameId("frame-1"), Optional.of(true), Optional.of(false));
        Tried gained =
                new Tried(new InspectionId("i-2"), new FrameId("frame-2"), Optional.of(false), Optional.of(true));
        Tried unseen = new Tried(new InspectionId("i-3"), new FrameId("frame-3"), Optional.of(true), Optional.empty());

        Decision decision = POLICY.decide(good, RegressionOutcome.of(List.of(lost, gained, unseen)));

        assertThat(decision.kind()).isEqualTo(Kind.REGRESSION);
        assertThat(decision.reason())
                .isEqualTo("misses 1 of the 2 frames of the regression set that the champion catches: frame-1");
        assertThat(POLICY.decide(good, RegressionOutcome.of(List.of(gained, unseen)))
                        .promote())
                .isTrue();
    }
}
