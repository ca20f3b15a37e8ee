package io.winnow.core.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.review.Label.Truth;
import io.winnow.core.review.ReviewStore.StoredScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class WhatIfTest {
    /** Scores 0.01 to 13, decided at 12.5: 50 rejected of 1,300; the seven highest ones and the one at 12.43 are labelled. */
    private static List<StoredScore> production() {
        List<StoredScore> scores = new ArrayList<>();
        for (int i = 1_300; i >= 1; i--) {
            Optional<Truth> truth = i > 1_293
                    ? Optional.of(Truth.DEFECT)
                    : i == 1_243
                            ? Optional.of(Truth.DEFECT)
                            : i == 1_251 ? Optional.of(Truth.NORMAL) : Optional.empty();
            scores.add(new StoredScore(
                    new InspectionId("%08d".formatted(i)), i / 100.0, i > 1_250 ? "reject" : "pass", truth));
        }
        return scores;
    }

    private static ThresholdSetting at(double threshold, OptionalDouble review) {
        return new ThresholdSetting(new ModelVersion(3), threshold, review);
    }

    @Test
    void of_higherThreshold_saysWhatWouldHavePassed() {
        WhatIf whatIf = WhatIf.of(production(), at(12.93, OptionalDouble.empty()));

        assertThat(whatIf.sentence())
                .isEqualTo("at 12.93 you would have rejected 7 of 1,300 (50 were); 43 verdicts change");
        assertThat(whatIf.changes()).hasSize(43).allSatisfy(changed -> {
            assertThat(changed.was()).isEqualTo("reject");
            assertThat(changed.would()).isEqualTo("pass");
        });
        assertThat(whatIf.was().falseRejects()).isEqualTo(1);
        assertThat(whatIf.would().falseRejects()).isZero();
        assertThat(whatIf.would().missed()).isEqualTo(1);
        assertThat(whatIf.would().caught()).isEqualTo(7);
    }

    @Test
    void of_lowerThreshold_findsTheMissedDefect() {
        WhatIf whatIf = WhatIf.of(production(), at(12.4, OptionalDouble.empty()));

        assertThat(whatIf.was().missed()).isEqualTo(1);
        assertThat(whatIf.would().missed()).isZero();
        assertThat(whatIf.changes()).hasSize(10);
    }

    @Test
    void of_sameThreshold_changesNothing() {
        WhatIf whatIf = WhatIf.of(production(), at(12.5, OptionalDouble.empty()));

        assertThat(whatIf.changes()).isEmpty();
        assertThat(whatIf.was()).isEqualTo(whatIf.would());
    }

    @Test
    void of_greyBand_sendsWhatIsBetweenToTheCheck() {
        WhatIf whatIf = WhatIf.of(production(), at(12.5, OptionalDouble.of(12)));

        assertThat(whatIf.would().check()).isEqualTo(50);
        assertThat(whatIf.would().reject()).isEqualTo(50);
        assertThat(whatIf.would().missed()).isZero();
        assertThat(whatIf.changes())
                .allSatisfy(changed -> assertThat(changed.would()).isEqualTo("undecided"));
    }

    @Test
    void histogram_counts_everyScoreOnceByItsLabel() {
        ScoreHistogram histogram = ScoreHistogram.of(production(), 10, 12.5);

        int all = histogram.bins().stream()
                .mapToInt(bin -> bin.unlabelled() + bin.normal() + bin.defective())
                .sum();
        assertThat(all).isEqualTo(1_300);
        assertThat(histogram.low()).isEqualTo(0.01);
        assertThat(histogram.low() + 10 * histogram.width()).isCloseTo(12.5, within(1e-9));
        assertThat(histogram.bins().get(9).defective()).isEqualTo(8);
        assertThat(histogram.bins().get(9).normal()).isEqualTo(1);
    }
}
