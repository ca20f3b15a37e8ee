package io.winnow.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every step of Proportion Localised against the authors' code: boxes, pixels, thresholds, overlaps, curves. */
class ProportionLocalisedGoldenTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"mix64", "mix96x80", "ties64", "onepix64", "perfect64", "inverted64", "pl256", "pl256_tiegrid"})
    void boxes_beforeMerging_areTheReferences(String set) {
        MetricsGolden golden = MetricsGolden.read(set);
        JsonNode images = golden.at("/pl/images");
        for (int i = 0; i < images.size(); i++) {
            JsonNode expected = golden.at("/pl/boxes_before_merge/" + i);
            Components regions = Components.of(
                    golden.masks().mask(images.get(i).asInt()),
                    golden.masks().height(),
                    golden.masks().width());
            assertThat(regions.count()).isEqualTo(expected.size());
            for (int r = 0; r < regions.count(); r++) {
                RotatedBox box = RotatingCalipers.around(
                                ConvexPolygon.hull(regions.outlines().get(r)))
                        .atLeast(golden.masks().width() / 8, golden.masks().height() / 8);
                JsonNode reference = expected.get(r);
                assertThat(box)
                        .isEqualTo(new RotatedBox(
                                (float) reference.at("/c/0").asDouble(),
                                (float) reference.at("/c/1").asDouble(),
                                (float) reference.at("/wh/0").asDouble(),
                                (float) reference.at("/wh/1").asDouble(),
                                (float) reference.get("angle").asDouble()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mix64", "mix96x80", "ties64", "onepix64", "perfect64", "inverted64", "pl256"})
    void boxes_afterMerging_areTheReferencesToThePixel(String set) {
        MetricsGolden golden = MetricsGolden.read(set);
        JsonNode images = golden.at("/pl/images");
        for (int i = 0; i < images.size(); i++) {
            List<RotatedBox> boxes = DefectBoxes.ofMask(
                    golden.masks().height(),
                    golden.masks().width(),
                    golden.masks().mask(images.get(i).asInt()));
            JsonNode expected = golden.at("/pl/boxes_per_image/" + i);
            assertThat(boxes).hasSize(expected.size());
            for (int b = 0; b < boxes.size(); b++) {
                assertCorners(boxes.get(b), expected.get(b).get("corners_int"));
                assertThat(new BoxPixels(
                                        boxes.get(b),
                                        golden.masks().height(),
                                        golden.masks().width())
                                .count())
                        .isEqualTo(expected.get(b).get("filled_pixels").asInt());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mix64", "mix96x80", "ties64", "onepix64", "perfect64", "inverted64", "pl256"})
    void of_everySet_hasTheReferencesThresholdsOverlapsAndCurves(String set) {
        MetricsGolden golden = MetricsGolden.read(set);
        assertMeasured(ProportionLocalised.of(golden.maps(), golden.masks()), golden.at("/pl/linear_v0.1.1"));
        assertMeasured(
                ProportionLocalised.ofPercentiles(golden.maps(), golden.masks()), golden.at("/pl/percentile_v0.1.3"));
    }

    @Test
    void boxes_equalDistancesOfCentres_loseNoPair() {
        // The authors' code misses a pair here; merged cleanly, each column of three squares is one anomaly.
        MetricsGolden golden = MetricsGolden.read("pl256_tiegrid");
        assertThat(golden.at("/pl/n_anomalies").asInt()).isEqualTo(3);
        assertThat(ProportionLocalised.of(golden.maps(), golden.masks()).anomalies())
                .extracting(ProportionLocalised.Anomaly::box)
                .containsExactlyInAnyOrder(
                        new RotatedBox(62.5f, 82.5f, 45, 32, 90), new RotatedBox(152.5f, 82.5f, 45, 32, 90));
    }

    private static void assertCorners(RotatedBox box, JsonNode expected) {
        float[][] corners = box.corners();
        for (int c = 0; c < 4; c++) {
            assertThat(new int[] {(int) corners[c][0], (int) corners[c][1]})
                    .containsExactly(
                            expected.get(c).get(0).asInt(),
                            expected.get(c).get(1).asInt());
        }
    }

    private static void assertMeasured(ProportionLocalised measured, JsonNode reference) {
        for (int t = 0; t < ProportionLocalised.THRESHOLDS; t++) {
            assertThat(measured.thresholds()[t])
                    .isCloseTo(reference.get("thresholds").get(t).asDouble(), within(1e-15));
            for (int a = 0; a < measured.anomalies().size(); a++) {
                assertThat(measured.iou(a, t))
                        .isCloseTo(
                                reference
                                        .get("iou_per_threshold_per_anomaly")
                                        .get(t)
                                        .get(a)
                                        .asDouble(),
                                within(1e-12));
            }
        }
        for (double limit : new double[] {0.3, 0.5}) {
            assertThat(measured.bestThreshold(limit))
                    .isEqualTo(reference.get("best_threshold_index@" + limit).asInt());
            assertThat(measured.at(limit).optional().getAsDouble())
                    .isEqualTo(reference.get("PL@" + limit).asDouble());
        }
    }
}
