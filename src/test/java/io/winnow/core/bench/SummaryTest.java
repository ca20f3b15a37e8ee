package io.winnow.core.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.winnow.core.image.ImageSize;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private static final Metric AUC = Metric.PAPER.get(0);

    @Test
    void of_categoriesAndSeeds_averagesCategoriesFirst() {
        Summary summary = Summary.of(
                List.of(cell("bottle", 1, 0.8), cell("screw", 1, 0.6), cell("bottle", 2, 1.0), cell("screw", 2, 0.8)));

        // Seed 1: 0.7, seed 2: 0.9; mean 0.8, deviation sqrt(2 * 0.1^2 / 1).
        MeanDeviation figure = summary.rows().get(0).figure(AUC).orElseThrow();
        assertThat(summary.rows()).hasSize(1);
        assertThat(figure.mean()).isCloseTo(0.8, within(1e-12));
        assertThat(figure.deviation().orElseThrow()).isCloseTo(Math.sqrt(0.02), within(1e-12));
        assertThat(figure.count()).isEqualTo(2);
    }

    @Test
    void of_undefinedFigures_areLeftOutAndNotTakenForZero() {
        Summary summary = Summary.of(List.of(cell("bottle", 1, 0.8), undefined("screw", 1)));

        assertThat(summary.rows().get(0).figure(AUC).orElseThrow().mean()).isEqualTo(0.8);
        assertThat(summary.rows().get(0).figure(Metric.PAPER.get(1))).isEmpty();
    }

    @Test
    void of_oneSeed_hasNoDeviation() {
        assertThat(Summary.of(List.of(cell("bottle", 1, 0.8)))
                        .rows()
                        .get(0)
                        .figure(AUC)
                        .orElseThrow()
                        .deviation())
                .isEmpty();
    }

    private static Cell cell(String category, long seed, double auc) {
        return cell(category, seed, Map.of(Metric.IMAGE_AUROC, auc));
    }

    private static Cell undefined(String category, long seed) {
        return cell(category, seed, Map.of());
    }

    private static Cell cell(String category, long seed, Map<String, Double> figures) {
        return new Cell(
                new CellKey(category, "blocks", "bank", "none", 0.2, 0, seed),
                "MVTec",
                new ImageSize(16, 16),
                20,
                List.of(),
                5,
                5,
                new RefinementOutcome(List.of(), 0, 0),
                new EvaluationOutcome(figures, Map.of(), 0, List.of(), 0));
    }
}
