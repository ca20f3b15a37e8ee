package io.winnow.core.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.detector.AnomalyMap;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.review.LiveQuality.LiveFigure;
import io.winnow.core.review.LiveQuality.Report;
import io.winnow.testing.FiguresOnly;
import io.winnow.testing.Inspections;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class LiveQualityTest {
    private static final int GRID = 16;

    private final FakeLabels labels = new FakeLabels();
    private final LiveQuality quality = new LiveQuality(labels, labels, station -> RegionOfInterest.WHOLE);

    /** A defect whose map peaks in the middle patch, marked there or elsewhere. */
    private void defect(int number, double score, RegionOfInterest marked) {
        AnomalyMap map = Inspections.mapWithPeak(GRID, GRID, 8, 8, (float) score);
        labels.add(
                Inspections.scored(number, score, map),
                new Label(Label.Truth.DEFECT, Optional.of("scratch"), List.of(marked), "ada", Inspections.NOON));
    }

    private void normal(int number, double score) {
        AnomalyMap map = Inspections.mapWithPeak(GRID, GRID, 2, 2, (float) score);
        labels.add(
                Inspections.scored(number, score, map),
                new Label(Label.Truth.NORMAL, Optional.empty(), List.of(), "ada", Inspections.NOON));
    }

    private LiveFigure figure(String name) {
        Report report = quality.of(Inspections.STATION, 500);
        return report.figures().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static RegionOfInterest around(double y, double x) {
        return new RegionOfInterest(x - 0.045, y - 0.045, x + 0.045, y + 0.045);
    }

    private static final RegionOfInterest PEAK = around(8.5 / GRID, 8.5 / GRID);
    private static final RegionOfInterest ELSEWHERE = around(0.15, 0.85);

    @Test
    void of_tooFewLabels_hasReasonsInsteadOfNumbers() {
        defect(1, 2, PEAK);
        normal(2, 0.5);

        Report report = quality.of(Inspections.STATION, 500);

        assertThat(report.normal()).isEqualTo(1);
        assertThat(report.defective()).isEqualTo(1);
        assertThat(report.figures()).allSatisfy(each -> {
            assertThat(each.figure().optional()).isEmpty();
            assertThat(each.figure().reason().orElseThrow()).contains("not enough labels");
        });
    }

    @Test
    void of_everythingFoundInItsPlace_isPerfect() {
        for (int i = 0; i < 6; i++) {
            defect(i, 2 + 0.1 * i, PEAK);
            normal(100 + i, 0.3 + 0.05 * i);
        }

        for (String name : List.of("image_aupr", "image_f1", "image_auroc", "pl30")) {
            assertThat(figure(name).figure().optional()).as(name).hasValue(1);
        }
        assertThat(figure("pl30").labels()).isEqualTo(6);
        assertThat(figure("pl30").interval().orElseThrow().low()).isLessThan(0.7);
        assertThat(figure("pixel_auroc").figure().optional().orElseThrow()).isGreaterThan(0.95);
    }

    @Test
    void of_foundInTheWrongPlace_localisesNothing() {
        for (int i = 0; i < 6; i++) {
            defect(i, 2 + 0.1 * i, ELSEWHERE);
            normal(100 + i, 0.3);
        }

        assertThat(figure("pl30").figure().optional()).hasValue(0);
        assertThat(figure("image_auroc").figure().optional()).hasValue(1);
    }

    /** By hand: 5 of 6 defects rejected, 1 of 6 normals rejected: F1 = 2*5 / (2*5 + 2). */
    @Test
    void of_oneMissAndOneFalseReject_countsBothInF1() {
        for (int i = 0; i < 6; i++) {
            defect(i, i == 0 ? 0.9 : 2, PEAK);
            normal(100 + i, i == 0 ? 1.5 : 0.3);
        }

        assertThat(figure("image_f1").figure().optional()).hasValue(10.0 / 12);
    }

    @Test
    void of_nothingNew_isNotComputedAgain_andALabelIsTakenIntoAccountAtOnce() {
        normal(1, 0.5);
        labels.basis = Optional.of(new LabelStore.Basis(1, Optional.of(new InspectionId("00000001"))));
        Report report = quality.of(Inspections.STATION, 500);
        assertThat(quality.of(Inspections.STATION, 500)).isSameAs(report);

        normal(2, 0.6);
        labels.basis = Optional.of(new LabelStore.Basis(2, Optional.of(new InspectionId("00000001"))));
        assertThat(quality.of(Inspections.STATION, 500).normal()).isEqualTo(2);
    }

    /** Labels in memory, of all inspections that there are. */
    private static final class FakeLabels extends FiguresOnly {
        private Optional<LabelStore.Basis> basis = Optional.empty();

        @Override
        public Optional<LabelStore.Basis> basis(StationId station) {
            return basis;
        }

        private final List<Labelled> held = new ArrayList<>();

        void add(Inspection inspection, Label label) {
            held.add(new Labelled(inspection, label));
        }

        @Override
        public List<Count> counts(StationId station, int window) {
            return held.stream()
                    .map(each -> each.inspection().verdict().word())
                    .distinct()
                    .map(word -> new Count(new ModelVersion(3), word, OptionalDouble.of(1), count(word), count(word)))
                    .toList();
        }

        private long count(String word) {
            return held.stream()
                    .filter(each -> each.inspection().verdict().word().equals(word))
                    .count();
        }

        @Override
        public List<Labelled> labelledWithin(StationId station, int window) {
            return List.copyOf(held);
        }
    }
}
