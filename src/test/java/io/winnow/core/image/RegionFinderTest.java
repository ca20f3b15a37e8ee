package io.winnow.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RegionFinderTest {
    private static final ImageSize MAP = new ImageSize(4, 5);

    @Test
    void find_twoRegions_areBoxedAndOrderedByScore() {
        float[] scores = {
            0, 0, 0, 0, 0, //
            0, 2, 0, 0, 9, //
            0, 0, 3, 0, 0, //
            0, 0, 0, 0, 0
        };
        assertThat(RegionFinder.find(scores, MAP, RegionOfInterest.WHOLE, 1))
                .containsExactly(
                        new ScoredRegion(new RegionOfInterest(0.8, 0.25, 1, 0.5), 9),
                        new ScoredRegion(new RegionOfInterest(0.2, 0.25, 0.6, 0.75), 3));
    }

    @Test
    void find_mapOfAPartOfTheImage_givesFractionsOfTheWhole() {
        float[] scores = new float[20];
        scores[19] = 1;
        RegionOfInterest within = new RegionOfInterest(0.5, 0.25, 1, 0.75);
        assertThat(RegionFinder.find(scores, MAP, within, 0.5))
                .containsExactly(new ScoredRegion(new RegionOfInterest(0.9, 0.625, 1, 0.75), 1));
    }

    @Test
    void find_scoresAtTheThreshold_areNoRegion() {
        assertThat(RegionFinder.find(new float[20], MAP, RegionOfInterest.WHOLE, 0))
                .isEmpty();
    }

    @Test
    void find_everythingAbove_isOneRegion() {
        ImageSize large = new ImageSize(300, 400);
        float[] scores = new float[300 * 400];
        Arrays.fill(scores, 1);
        assertThat(RegionFinder.find(scores, large, RegionOfInterest.WHOLE, 0.5))
                .containsExactly(new ScoredRegion(RegionOfInterest.WHOLE, 1));
    }

    @Test
    void find_wrongNumberOfScores_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RegionFinder.find(new float[3], MAP, RegionOfInterest.WHOLE, 0))
                .withMessage("score map 4x5 needs 20 scores, got 3");
    }
}
