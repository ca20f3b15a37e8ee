package io.winnow.core.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.detector.AnomalyMap;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.review.ModelScoreStore.Judged;
import io.winnow.testing.Inspections;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LocalisedCurveTest {
    private static final RegionOfInterest WHOLE = new RegionOfInterest(0, 0, 1, 1);
    /** In a map of 8 by 8 patches: rows 2 and 3, columns 2 and 3. */
    private static final RegionOfInterest MARKED = new RegionOfInterest(0.25, 0.25, 0.5, 0.5);

    private static AnomalyMap map(int top, int left) {
        float[] scores = new float[64];
        Arrays.fill(scores, 0.1f);
        for (int y = top; y < top + 2; y++) {
            for (int x = left; x < left + 2; x++) {
                scores[8 * y + x] = 3;
            }
        }
        return new AnomalyMap(8, 8, scores);
    }

    /** Defects that the candidate finds in their place, and the champion only in every second frame. */
    private static List<Judged> judged(int defects) {
        List<Judged> judged = new ArrayList<>();
        for (int i = 0; i < defects; i++) {
            Label label = new Label(Label.Truth.DEFECT, Optional.of("dent"), List.of(MARKED), "Kim", Inspections.NOON);
            Inspection champion = Inspections.scored(i, 3, i % 2 == 0 ? map(2, 2) : map(5, 5));
            judged.add(new Judged(champion, Inspections.scored(i, 3, map(2, 2)), Optional.of(label)));
        }
        return judged;
    }

    @Test
    void of_candidateFindsAll_championHalf_differByAHalfAtEasyLimits() {
        LocalisedCurve curve = ModelComparison.of(judged(20), WHOLE).localised();

        assertThat(curve.defects()).isEqualTo(20);
        assertThat(curve.points())
                .extracting(LocalisedCurve.Point::iouLimit)
                .startsWith(0.1, 0.2, 0.3)
                .hasSize(9);
        LocalisedCurve.Point easy = curve.points().get(2);
        assertThat(easy.candidate().value()).isEqualTo(1);
        assertThat(easy.champion().value()).isEqualTo(0.5);
        assertThat(easy.difference()).isEqualTo(0.5);
        assertThat(easy.interval()).hasValueSatisfying(interval -> {
            assertThat(interval.low()).isPositive();
            assertThat(interval.high()).isBetween(0.5, 1.0);
        });
        assertThat(easy.champion().interval().low()).isLessThan(0.5);
    }

    @Test
    void of_stricterLimits_neverLocaliseMore() {
        List<LocalisedCurve.Point> points =
                ModelComparison.of(judged(20), WHOLE).localised().points();
        for (int i = 1; i < points.size(); i++) {
            assertThat(points.get(i).candidate().value())
                    .isLessThanOrEqualTo(points.get(i - 1).candidate().value());
        }
    }

    @Test
    void of_tooFewDefectsWithARegion_hasNoPointsAndSaysHowMany() {
        LocalisedCurve curve = ModelComparison.of(judged(4), WHOLE).localised();
        assertThat(curve.points()).isEmpty();
        assertThat(curve.defects()).isEqualTo(4);
    }
}
