package io.winnow.core.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.inspection.Inspection;
import io.winnow.testing.Inspections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LookAlikesTest {
    private static Inspection rejected(int number, int y, int x, float peak) {
        return Inspections.scored(number, 2, Inspections.mapWithPeak(6, 6, y, x, peak));
    }

    @Test
    void of_sameDefectElsewhereAndStronger_givesTheSamePlaceOnlyMostAlikeFirst() {
        Inspection asked = rejected(1, 2, 3, 2);
        List<Inspection> others = List.of(
                asked,
                rejected(2, 2, 3, 2.3f),
                rejected(3, 2, 3, 2.05f),
                rejected(4, 4, 1, 2),
                rejected(5, 2, 3, 9),
                Inspections.scored(6, 0.5, Inspections.mapWithPeak(6, 6, 2, 3, 2)));

        assertThat(LookAlikes.of(asked, others, 10))
                .extracting(alike -> alike.inspection().id().value())
                .containsExactly("00000003", "00000002");
        assertThat(LookAlikes.of(asked, others, 1)).hasSize(1);
    }

    @Test
    void difference_otherSize_cannotBeTold() {
        assertThat(LookAlikes.difference(
                        Inspections.mapWithPeak(6, 6, 1, 1, 2), Inspections.mapWithPeak(6, 5, 1, 1, 2)))
                .isEmpty();
        assertThat(LookAlikes.difference(
                        Inspections.mapWithPeak(6, 6, 1, 1, 2), Inspections.mapWithPeak(6, 6, 1, 1, 2)))
                .contains(0.0);
    }
}
