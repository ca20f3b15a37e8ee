package io.winnow.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class WeightedFiguresTest {
    /** By hand: at 3 precision 1 of 1 and recall 1/4; at 2 precision 1/3; at 1 precision (1+3)/(1+3+2). */
    @Test
    void averagePrecision_twoDefectsOneNormalBetween_weighsEach() {
        Ranking ranking = Ranking.of(new double[] {3, 2, 1}, new boolean[] {true, false, true});

        RankingFigures figures = ranking.figures(new double[] {1, 2, 3});

        assertThat(figures.averagePrecision().optional().orElseThrow()).isCloseTo(0.25 + 0.75 * 4 / 6, within(1e-12));
        assertThat(figures.auroc().optional().orElseThrow()).isCloseTo(0.25, within(1e-12));
    }

    @Test
    void figures_negativeOrMissingWeight_isRefused() {
        Ranking ranking = Ranking.of(new double[] {3, 2}, new boolean[] {true, false});

        assertThatThrownBy(() -> ranking.figures(new double[] {1, -2}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weight of sample 1 is -2.0, must be finite and at least 0");
        assertThatThrownBy(() -> ranking.figures(new double[] {1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 weights for 2 samples");
    }

    /** One image's defect is found exactly, the other's not at all. */
    @Test
    void proportionLocalised_weights_areSharesOfTheFoundOne() {
        byte[] mask = new byte[32 * 32];
        float[] found = new float[32 * 32];
        float[] lost = new float[32 * 32];
        for (int y = 8; y < 20; y++) {
            for (int x = 8; x < 20; x++) {
                mask[y * 32 + x] = 1;
                found[y * 32 + x] = 1;
            }
        }
        lost[31] = 1;
        ProportionLocalised localised = ProportionLocalised.of(
                ScoreMaps.of(32, 32, List.of(found, lost)), Masks.of(32, 32, List.of(mask, mask)));

        assertThat(localised.at(0.3, new double[] {1, 1}).optional()).hasValue(0.5);
        assertThat(localised.at(0.3, new double[] {1, 3}).optional()).hasValue(0.25);
        assertThat(localised.at(0.3, new double[] {0, 0}).reason()).isPresent();
    }

    @Test
    void totals_nothingThere_haveReasons() {
        assertThat(VerdictTotals.NONE.precision().reason()).contains("nothing was rejected");
        assertThat(VerdictTotals.NONE.recall().reason()).contains("no defective sample");
    }

    /** By hand: 8 caught, 2 missed, 4 falsely rejected of 100 normal. */
    @Test
    void totals_countsByHand_giveTheFigures() {
        VerdictTotals totals = new VerdictTotals(8, 2, 4, 96);

        assertThat(totals.precision()).isEqualTo(Figure.of(8.0 / 12));
        assertThat(totals.recall()).isEqualTo(Figure.of(0.8));
        assertThat(totals.f1()).isEqualTo(Figure.of(16.0 / 22));
        assertThat(totals.falseRejectRate()).isEqualTo(Figure.of(0.04));
    }
}
