package io.winnow.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The second witness of every metric: values worked out by hand. */
class EvaluationTest {
    private static final Offset<Double> EXACT = within(1e-15);

    @Test
    void ranking_fiveSamplesWithATie_hasTheValuesWorkedOutByHand() {
        // By falling score: 4 anomalous; 3 anomalous and normal; 2 normal; 1 anomalous.
        Ranking ranking = Ranking.of(new double[] {3, 1, 2, 4, 3}, new boolean[] {true, true, false, true, false});
        // Of six pairs: 4 beats both; 3 ties one and beats one; 1 beats none: 2 + 1.5 + 0.
        assertThat(value(ranking.auroc())).isCloseTo(3.5 / 6, EXACT);
        // Recall grows by a third each time, at precisions 1/1, 2/3 and 3/5.
        assertThat(value(ranking.averagePrecision())).isCloseTo((1 + 2.0 / 3 + 3.0 / 5) / 3, EXACT);
        // At 1: precision 3/5, recall 1, F1 3/4. At 3: 2/3 and 2/3.
        assertThat(value(ranking.maxF1())).isCloseTo(0.75, EXACT);
        assertThat(value(ranking.figures().maxF1Threshold())).isEqualTo(1);
    }

    @Test
    void ranking_drawnTwice_equalsARankingWithTheSampleTwice() {
        Ranking once = Ranking.of(new double[] {3, 1, 2, 4}, new boolean[] {true, true, false, false});
        Ranking twice = Ranking.of(new double[] {3, 1, 1, 2, 4}, new boolean[] {true, true, true, false, false});
        assertThat(once.figures(new int[] {1, 2, 1, 1})).isEqualTo(twice.figures());
    }

    @Test
    void ranking_oneClassMissing_isUndefinedWithAReason() {
        Ranking noAnomaly = Ranking.of(new double[] {1, 2}, new boolean[] {false, false});
        assertThat(noAnomaly.auroc().reason()).contains("no anomalous sample");
        assertThat(noAnomaly.averagePrecision().reason()).contains("no anomalous sample");
        assertThat(noAnomaly.maxF1().reason()).contains("no anomalous sample");
        Ranking noNormal = Ranking.of(new double[] {1, 2}, new boolean[] {true, true});
        assertThat(noNormal.auroc().reason()).contains("no normal sample");
        assertThat(noNormal.averagePrecision()).isEqualTo(Figure.of(1));
    }

    @Test
    void ranking_scoreNotFinite_namesTheSample() {
        assertThatThrownBy(() -> Ranking.of(new double[] {1, Double.NaN}, new boolean[] {true, false}))
                .hasMessageContaining("sample 1 is NaN");
    }

    @Test
    void aupro_limitBetweenThresholds_isInterpolated() {
        // Scores fall from left to right; three regions of one pixel among eight normal pixels.
        PixelRanking pixels = PixelRanking.of(
                Sets.maps(1, 11, new float[] {9, 8, 7, 6, 5, 4, 3, 2, 1, 0, -1}), Sets.masks(1, 11, "#.#.#......"));
        // After 9, 7 and 5 the overlap is 1/3, 2/3 and 1, at 0, 1/8 and 2/8 false positives.
        double untilHalf = (1.0 / 8) * (1.0 / 3) + (1.0 / 8) * (2.0 / 3) + (2.0 / 8) * 1;
        assertThat(value(PerRegionOverlap.area(pixels, 0.5))).isCloseTo(untilHalf / 0.5, EXACT);
        // The limit falls between thresholds: 0.2 is 0.075 behind the second false positive rate of 1/8.
        double untilFifth = (1.0 / 8) * (1.0 / 3) + 0.075 * (2.0 / 3);
        assertThat(value(PerRegionOverlap.area(pixels, 0.2))).isCloseTo(untilFifth / 0.2, EXACT);
    }

    @Test
    void aupro_regionsOfOneAndThreePixels_countsEachRegionOnce() {
        // Found first: the three pixels of one region, then two normal ones, then the single pixel.
        PixelRanking pixels =
                PixelRanking.of(Sets.maps(2, 4, new float[] {9, 8, 6, 4, 7, 3, 5, 2}), Sets.masks(2, 4, "##.#\n#..."));
        // Normal: 6, 3, 5, 2. Defect: region A = 9, 8, 7; region B = 4. Overlap 1/2 until two normals, then 1.
        assertThat(value(PerRegionOverlap.area(pixels, 1))).isCloseTo(0.5 * 0.5 + 0.5 * 1, EXACT);
    }

    @Test
    void auIou_fourPixels_hasTheValueWorkedOutByHand() {
        // Defects 4 and 2, normals 3 and 1. IoU: 1/2 at rate 0, 1/3 at 1/2, then 2/3 at 1/2, 2/4 at 1.
        PixelRanking pixels = PixelRanking.of(Sets.maps(1, 4, new float[] {4, 3, 2, 1}), Sets.masks(1, 4, "#.#."));
        double first = 0.5 * (1.0 / 2 + 1.0 / 3) / 2;
        double second = 0.5 * (2.0 / 3 + 2.0 / 4) / 2;
        assertThat(value(IouCurve.area(pixels, 1))).isCloseTo(first + second, EXACT);
        assertThat(value(IouCurve.area(pixels, 0.5))).isCloseTo(first / 0.5, EXACT);
    }

    @Test
    void pl_halfOfTheBoxPredicted_isLocalisedAt30ButNotAt50() {
        // The box of the 4x4 defect is 4x4 pixels; two of its four rows are hot.
        byte[] mask = Sets.mask("........\n..####..\n..####..\n..####..\n..####..\n........\n........\n........");
        float[] map = new float[64];
        for (int x = 2; x < 6; x++) {
            map[8 + x] = 1;
            map[16 + x] = 1;
        }
        ProportionLocalised localised = ProportionLocalised.of(Sets.maps(8, 8, map), Masks.of(8, 8, List.of(mask)));
        assertThat(localised.iou(0, 12)).isEqualTo(0.5);
        assertThat(localised.at(0.3)).isEqualTo(Figure.of(1));
        assertThat(localised.at(0.5)).isEqualTo(Figure.of(0));
        assertThat(localised.localised(0.3)).isEqualTo(1);
    }

    @Test
    void pl_operatorBoxes_measuresLiveMapsByType() {
        float[] hit = new float[256];
        float[] miss = new float[256];
        Arrays.fill(hit, 0, 64, 1f);
        miss[255] = 1;
        List<RotatedBox> marked = DefectBoxes.ofDrawn(16, 16, List.of(RotatedBox.upright(0, 0, 15, 3)));
        ProportionLocalised localised = ProportionLocalised.of(
                Sets.maps(16, 16, hit, miss, new float[256]), List.of(marked, marked, List.of()));
        assertThat(localised.anomalies()).hasSize(2);
        assertThat(localised.at(0.3)).isEqualTo(Figure.of(0.5));
        assertThat(localised.at(0.3, image -> image == 0)).isEqualTo(Figure.of(1));
        assertThat(localised.at(0.3, image -> image == 2).reason()).contains("no anomaly");
        assertThat(localised.at(0.3, new int[] {3, 1, 1})).isEqualTo(Figure.of(0.75));
    }

    @Test
    void boxes_onePixel_isEnlargedToAnEighthOfTheImage() {
        byte[] mask = new byte[64 * 32];
        mask[10 * 32 + 7] = 1;
        assertThat(DefectBoxes.ofMask(64, 32, mask)).containsExactly(new RotatedBox(7, 10, 4, 8, 0));
    }

    @Test
    void components_diagonalNeighbours_areOneRegion() {
        Components regions = Components.of(Sets.mask("#.#..\n.#..#\n....#\n#....\n.##.."), 5, 5);
        assertThat(regions.count()).isEqualTo(3);
        assertThat(regions.sizes()).containsExactly(3, 2, 3);
        assertThat(regions.at(0)).isEqualTo(regions.at(2)).isZero();
        assertThat(regions.at(3)).isEqualTo(-1);
    }

    @Test
    void evaluation_noDefect_isUndefinedEverywhereWithAReason() {
        Evaluation evaluation = Evaluation.of(Sets.maps(2, 2, new float[4]), Sets.masks(2, 2, "...."));
        assertThat(evaluation.byKey().values())
                .allMatch(figure -> figure.reason().isPresent());
        assertThat(evaluation.image().auroc().reason()).contains("no anomalous image");
        assertThat(evaluation.aupro().reason()).contains("no defect region");
        assertThat(evaluation.pl30().reason()).contains("no anomaly");
    }

    @Test
    void evaluation_onlyDefect_hasNoFalsePositiveRate() {
        Evaluation evaluation = Evaluation.of(Sets.maps(2, 2, new float[4]), Sets.masks(2, 2, "####"));
        assertThat(evaluation.aupro().reason()).contains("no normal pixel");
        assertThat(evaluation.auIou().reason()).contains("no normal pixel");
        assertThat(evaluation.pixel().auroc().reason()).contains("no normal pixel");
        assertThat(evaluation.image().auroc().reason()).contains("no normal image");
    }

    @Test
    void evaluation_otherImageScores_areUsedForImagesOnly() {
        ScoreMaps maps = Sets.maps(1, 2, new float[] {5, 0}, new float[] {1, 0});
        Masks masks = Sets.masks(1, 2, "#.", "..");
        Evaluation evaluation =
                Evaluation.of(maps, masks, EvaluationOptions.DEFAULT.withImageScores(new double[] {1, 2}));
        assertThat(evaluation.image().auroc()).isEqualTo(Figure.of(0));
        assertThat(evaluation.pixel().auroc()).isEqualTo(Figure.of(1));
    }

    @Test
    void maps_scoreNotANumber_namesMapRowAndColumn() {
        assertThatThrownBy(() -> Sets.maps(2, 3, new float[6], new float[] {0, 0, 0, 0, 0, Float.NaN}))
                .hasMessageContaining("score map 1 holds NaN in row 1, column 2");
        assertThatThrownBy(() -> Sets.maps(1, 1, new float[] {Float.NEGATIVE_INFINITY}))
                .hasMessageContaining("-Infinity");
    }

    @Test
    void evaluation_shapesDiffer_namesBoth() {
        assertThatThrownBy(() -> Evaluation.of(Sets.maps(1, 2, new float[2]), Sets.masks(2, 1, "..")))
                .hasMessageContaining("1x1x2")
                .hasMessageContaining("1x2x1");
    }

    private static double value(Figure figure) {
        return figure.optional().orElseThrow();
    }
}
