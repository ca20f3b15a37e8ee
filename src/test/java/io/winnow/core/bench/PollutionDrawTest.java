package io.winnow.core.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.core.dataset.Dataset;
import io.winnow.core.dataset.LabelledImage;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PollutionDrawTest {
    private static final double PAPER_RATIO = 0.2;

    @Test
    void of_enoughDefects_drawsTheMixOfTypesAndTakesItOutOfTheTestSet() {
        Dataset dataset = Datasets.of(100, 20, Map.of("dent", 40, "scratch", 20));

        PollutionDraw draw = PollutionDraw.of(dataset, PAPER_RATIO, 1);

        assertThat(byType(draw.pollution()))
                .isIn(Map.of("dent", 13L, "scratch", 7L), Map.of("dent", 14L, "scratch", 6L));
        assertThat(draw.test()).hasSize(60).doesNotContainAnyElementsOf(draw.pollution());
        assertThat(draw.shortfall()).isEmpty();
    }

    @Test
    void of_cookie_roundsToSixImages() {
        PollutionDraw draw = PollutionDraw.of(Datasets.of(31, 14, Map.of("cracked", 32)), PAPER_RATIO, 1);

        assertThat(draw.pollution()).hasSize(6);
        assertThat(draw.pool(PAPER_RATIO).reachedRatio()).isEqualTo(6 / 31.0);
    }

    @Test
    void of_tooFewDefects_keepsAQuarterForTheTestSetAndSaysSo() {
        PollutionDraw draw = PollutionDraw.of(Datasets.of(100, 10, Map.of("dent", 16)), PAPER_RATIO, 1);

        assertThat(draw.pollution()).hasSize(12);
        assertThat(draw.test()).hasSize(14);
        assertThat(draw.pool(PAPER_RATIO).polluted()).isEqualTo(12);
        assertThat(draw.shortfall()).hasValueSatisfying(text -> assertThat(text)
                .contains("part", "needs 20 defective images", "12 can be drawn of 16", "12.0 % at most"));
    }

    @Test
    void of_trainingDefects_areDrawnBeforeTestDefects() {
        Dataset plain = Datasets.of(50, 5, Map.of("defect", 8));
        Dataset dataset = new Dataset(
                "part", "KolektorSDD2", plain.train(), Datasets.defects("train/bad", "defect", 7), plain.test());

        PollutionDraw draw = PollutionDraw.of(dataset, PAPER_RATIO, 1);

        assertThat(draw.pollution().subList(0, 7)).containsExactlyInAnyOrderElementsOf(dataset.trainDefects());
        assertThat(draw.pollution()).hasSize(10);
        assertThat(draw.test()).hasSize(10);
    }

    @Test
    void pool_halfOfThePollutionSet_hasTheMixOfTypesToo() {
        Dataset dataset = Datasets.of(200, 20, Map.of("dent", 40, "scratch", 40));

        PollutedPool pool = PollutionDraw.of(dataset, PAPER_RATIO, 3).pool(0.1);

        Map<String, Long> types =
                byType(pool.images().stream().filter(LabelledImage::isDefective).toList());
        assertThat(types.get("dent")).isBetween(9L, 11L);
        assertThat(types.get("scratch")).isBetween(9L, 11L);
    }

    @Test
    void pool_ratioOfOneOrMore_isAnError() {
        PollutionDraw draw = PollutionDraw.of(Datasets.of(10, 2, Map.of("dent", 4)), PAPER_RATIO, 1);

        assertThatThrownBy(() -> draw.pool(1)).hasMessageContainingAll("1.0", "below 1");
        assertThatThrownBy(() -> draw.pool(Double.NaN)).hasMessageContaining("NaN");
    }

    private static Map<String, Long> byType(List<LabelledImage> images) {
        return images.stream()
                .map(image -> image.defectType().orElseThrow())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }
}
