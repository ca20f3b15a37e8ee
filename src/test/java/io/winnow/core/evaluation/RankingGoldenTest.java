package io.winnow.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Score vectors with the curves and areas of scikit-learn. */
class RankingGoldenTest {
    private static final Offset<Double> EXACT = within(1e-12);

    @ParameterizedTest
    @ValueSource(strings = {"n60", "n60_ties", "one_positive", "one_negative", "all_equal", "tie_at_top", "n2"})
    void figures_everyVector_agreeWithReference(String name) {
        JsonNode reference = MetricsGolden.json("ranking.json").get(name);
        RankingFigures figures = ranking(reference).figures();
        assertThat(value(figures.auroc())).isCloseTo(reference.get("auroc").asDouble(), EXACT);
        assertThat(value(figures.averagePrecision()))
                .isCloseTo(reference.get("average_precision").asDouble(), EXACT);
        assertThat(value(figures.maxF1())).isCloseTo(reference.get("max_f1").asDouble(), EXACT);
        assertThat(value(figures.maxF1Threshold()))
                .isCloseTo(reference.get("threshold").asDouble(), EXACT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"n60", "n60_ties", "one_positive", "one_negative", "all_equal", "tie_at_top", "n2"})
    void points_everyVector_areTheReferencesCurves(String name) {
        JsonNode reference = MetricsGolden.json("ranking.json").get(name);
        List<Ranking.Point> points = ranking(reference).points();
        int n = points.size();
        assertThat(reference.get("thresholds")).hasSize(n);
        for (int i = 0; i < n; i++) {
            Ranking.Point point = points.get(i);
            // The reference lists precision and recall by rising threshold, the ROC curve by falling one after (0, 0).
            assertThat(point.threshold()).isEqualTo(at(reference, "thresholds", n - 1 - i) + 0.0);
            assertThat(point.precision()).isCloseTo(at(reference, "curve_precision", n - 1 - i), EXACT);
            assertThat(value(point.recall())).isCloseTo(at(reference, "curve_recall", n - 1 - i), EXACT);
            assertThat(value(point.recall())).isCloseTo(at(reference, "tpr", i + 1), EXACT);
            assertThat(value(point.falsePositiveRate())).isCloseTo(at(reference, "fpr", i + 1), EXACT);
        }
    }

    private static double at(JsonNode reference, String array, int i) {
        return reference.get(array).get(i).asDouble();
    }

    private static double value(Figure figure) {
        return figure.optional().getAsDouble();
    }

    private static Ranking ranking(JsonNode reference) {
        int n = reference.get("scores").size();
        boolean[] labels = new boolean[n];
        IntStream.range(0, n)
                .forEach(i -> labels[i] = reference.get("labels").get(i).asInt() == 1);
        return Ranking.of(
                IntStream.range(0, n)
                        .mapToDouble(i -> at(reference, "scores", i))
                        .toArray(),
                labels);
    }
}
