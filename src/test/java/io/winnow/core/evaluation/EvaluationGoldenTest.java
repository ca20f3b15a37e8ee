package io.winnow.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The first witness of every metric: independent reference implementations over the same maps. */
class EvaluationGoldenTest {
    private static final double RELATIVE = 1e-9;

    static List<String> sets() {
        return MetricsGolden.SETS;
    }

    @ParameterizedTest
    @MethodSource("sets")
    void image_everySet_agreesWithReference(String set) {
        MetricsGolden golden = MetricsGolden.read(set);
        JsonNode reference = golden.at("/image");
        RankingFigures image = Evaluation.of(golden.maps(), golden.masks()).image();
        if (reference.has("auroc")) {
            assertRanking(image, reference);
        } else {
            assertThat(image.auroc().reason()).contains("no normal image");
        }
    }

    @ParameterizedTest
    @MethodSource("sets")
    void pixel_everySet_agreesWithReference(String set) {
        MetricsGolden golden = MetricsGolden.read(set);
        assertRanking(PixelRanking.of(golden.maps(), golden.masks()).figures(), golden.at("/pixel"));
    }

    @ParameterizedTest
    @MethodSource("sets")
    void aupro_everyLimit_agreesWithExactReference(String set) {
        MetricsGolden golden = MetricsGolden.read(set);
        PixelRanking pixels = PixelRanking.of(golden.maps(), golden.masks());
        assertThat(pixels.regions()).isEqualTo(golden.at("/regions_8conn").asInt());
        golden.at("/aupro/exact_float64_8conn")
                .properties()
                .forEach(limit -> assertFigure(
                        PerRegionOverlap.area(pixels, Double.parseDouble(limit.getKey())), limit.getValue()));
    }

    @ParameterizedTest
    @MethodSource("sets")
    void auIou_everySet_agreesWithPooledReference(String set) {
        MetricsGolden golden = MetricsGolden.read(set);
        Evaluation evaluation = Evaluation.of(golden.maps(), golden.masks());
        assertFigure(evaluation.auIou(), golden.at("/au_iou@0.3/pooled"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mix64", "mix96x80", "ties64", "onepix64", "perfect64", "inverted64", "pl256"})
    void pl_everySet_agreesWithReference(String set) {
        MetricsGolden golden = MetricsGolden.read(set);
        Evaluation evaluation = Evaluation.of(golden.maps(), golden.masks());
        assertFigure(evaluation.pl30(), golden.at("/pl/linear_v0.1.1/PL@0.3"));
        assertFigure(evaluation.pl50(), golden.at("/pl/linear_v0.1.1/PL@0.5"));
        assertFigure(evaluation.pl30Percentile(), golden.at("/pl/percentile_v0.1.3/PL@0.3"));
        assertThat(evaluation.counts().anomalies())
                .isEqualTo(golden.at("/pl/n_anomalies").asInt());
    }

    private static void assertRanking(RankingFigures figures, JsonNode reference) {
        assertFigure(figures.auroc(), reference.get("auroc"));
        assertFigure(figures.averagePrecision(), reference.get("average_precision"));
        assertFigure(figures.maxF1(), reference.get("max_f1"));
        assertFigure(figures.maxF1Threshold(), reference.get("threshold"));
    }

    private static void assertFigure(Figure figure, JsonNode reference) {
        assertThat(reference.isNumber()).isTrue();
        double expected = reference.asDouble();
        assertThat(figure.optional().getAsDouble())
                .isCloseTo(expected, within(Math.max(Math.abs(expected) * RELATIVE, 1e-15)));
    }
}
