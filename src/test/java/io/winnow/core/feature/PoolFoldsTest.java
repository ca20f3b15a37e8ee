package io.winnow.core.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PoolFoldsTest {
    @Test
    void of_anyNumber_partsAreThePoolAndNearlyEqual() {
        for (int images = 5; images < 25; images++) {
            PoolFolds folds = PoolFolds.of(images, 5, images);
            List<Integer> all = new ArrayList<>();
            for (int part = 0; part < folds.count(); part++) {
                assertThat(folds.part(part)).isSorted();
                assertThat(folds.part(part).length).isBetween(images / 5, images / 5 + 1);
                Arrays.stream(folds.part(part)).forEach(all::add);
                assertThat(IntStream.concat(Arrays.stream(folds.part(part)), Arrays.stream(folds.rest(part)))
                                .boxed())
                        .hasSize(images)
                        .doesNotHaveDuplicates();
            }
            assertThat(all)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, images).boxed().toList());
        }
    }

    @Test
    void of_otherSeed_splitsOtherwise() {
        assertThat(PoolFolds.of(30, 3, 1).part(0))
                .isEqualTo(PoolFolds.of(30, 3, 1).part(0));
        assertThat(PoolFolds.of(30, 3, 1).part(0))
                .isNotEqualTo(PoolFolds.of(30, 3, 2).part(0));
    }

    @Test
    void of_morePartsThanImages_isRefusedNamingBoth() {
        assertThatThrownBy(() -> PoolFolds.of(3, 4, 0))
                .hasMessageContaining("3 images")
                .hasMessageContaining("4 parts");
    }
}
