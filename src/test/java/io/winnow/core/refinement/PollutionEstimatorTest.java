package io.winnow.core.refinement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.winnow.core.refinement.RefinementPlan.Audit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PollutionEstimatorTest {
    private static final int IMAGES = 400;

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.05, 0.1, 0.2, 0.3})
    void estimate_defectsScoreFarOff_findsTheirShare(double share) {
        PollutionEstimate estimate = PollutionEstimator.estimate(only(scores(share, 4, 1)), Optional.empty(), 0);
        assertThat(estimate.share()).isCloseTo(share, within(0.03));
        assertThat(share).isBetween(estimate.low() - 0.005, estimate.high());
    }

    @Test
    void estimate_anotherUnit_isTheSame() {
        double[] scores = scores(0.1, 3, 2);
        double[] scaled = Arrays.stream(scores).map(score -> 250 * score).toArray();
        assertThat(PollutionEstimator.estimate(only(scaled), Optional.empty(), 0))
                .isEqualTo(PollutionEstimator.estimate(only(scores), Optional.empty(), 0));
    }

    @Test
    void estimate_oneScorerSeesNothing_followsTheOthers() {
        List<double[]> scorers = List.of(scores(0, 4, 3), scores(0.2, 4, 4), scores(0.2, 4, 6));
        PollutionEstimate estimate = PollutionEstimator.estimate(List.of(scorers), Optional.empty(), 0);
        assertThat(estimate.share()).isCloseTo(0.2, within(0.04));
    }

    @Test
    void estimate_twoRounds_isTheirMean() {
        List<List<double[]>> rounds = List.of(List.of(scores(0.1, 4, 3)), List.of(scores(0.2, 4, 4)));
        PollutionEstimate estimate = PollutionEstimator.estimate(rounds, Optional.empty(), 0);
        assertThat(estimate.share()).isCloseTo(0.15, within(0.03));
    }

    @Test
    void estimate_invisibleDefectsButAudit_movesTowardsTheAudit() {
        double[] scores = scores(0.05, 4, 5);
        PollutionEstimate blind = PollutionEstimator.estimate(only(scores), Optional.empty(), 0);
        PollutionEstimate audited = PollutionEstimator.estimate(only(scores), Optional.of(new Audit(60, 15)), 0);
        assertThat(audited.share()).isGreaterThan(blind.share() + 0.02);
        assertThat(PollutionEstimator.estimate(only(scores), Optional.of(new Audit(60, 0)), 0)
                        .high())
                .isLessThan(blind.high());
    }

    @Test
    void estimate_equalScores_isLow() {
        double[] equal = new double[50];
        Arrays.fill(equal, 2);
        assertThat(PollutionEstimator.estimate(only(equal), Optional.empty(), 0).share())
                .isLessThan(0.05);
    }

    @Test
    void audit_moreDefectiveThanInspected_isRefused() {
        assertThatThrownBy(() -> new Audit(3, 4)).hasMessageContaining("4 defective of 3");
    }

    /** One scorer, one round. */
    private static List<List<double[]>> only(double[] scores) {
        return List.of(List.of(scores));
    }

    /** Log-normal scores of normal images; defects score a given factor higher. */
    private static double[] scores(double share, double factor, long seed) {
        Random random = new Random(seed);
        long defects = Math.round(share * IMAGES);
        return IntStream.range(0, IMAGES)
                .mapToDouble(image -> Math.exp(0.2 * random.nextGaussian()) * (image < defects ? factor : 1))
                .toArray();
    }
}
