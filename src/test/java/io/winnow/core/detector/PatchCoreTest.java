package io.winnow.core.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.core.Progress;
import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.feature.PoolEmbeddings;
import io.winnow.core.index.ExactIndexFactory;
import io.winnow.core.index.FloatMatrix;
import io.winnow.core.index.GreedyKCenter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PatchCoreTest {
    private static final PatchCoreSettings SETTINGS = PatchCoreSettings.DEFAULT;
    /** The reference bank's 60 vectors do not fill whole images of 16 patches: the last image begins with 4 known ones. */
    private static final PatchSelection BANK_OF_60 = selection((image, patch) -> image < 3 || patch >= 4, 1);

    @Test
    void detect_referenceBank_givesReferenceScores() {
        JsonNode golden = Golden.json("scoring.json");
        for (int k : new int[] {1, 3, 5}) {
            JsonNode expected = golden.get("knn_mean_euclidean").get(Integer.toString(k));
            try (PatchCore detector =
                    trainer(SETTINGS.withNeighbours(k)).fit(bank(golden), BANK_OF_60, 0, Progress.NONE)) {
                for (int image = 0; image < 2; image++) {
                    Detection detection = detector.detect(query(golden, image));
                    double[] patches = Golden.doubles(expected.get("patch").get(image));
                    for (int p = 0; p < patches.length; p++) {
                        assertThat((double) detection.map().at(p / 4, p % 4)).isCloseTo(patches[p], within(2e-6));
                    }
                    assertThat(detection.score())
                            .isCloseTo(expected.get("image_max").get(image).asDouble(), within(2e-6));
                }
            }
        }
    }

    @Test
    void detect_reweighted_givesReferenceImageScore() {
        JsonNode golden = Golden.json("scoring.json");
        JsonNode nine = golden.get("paper_eq7_b9_including_m*");
        JsonNode three = golden.get("anomalib_reweighted_b3");
        for (int image = 0; image < 2; image++) {
            assertThat(reweighted(golden, 9, image))
                    .isCloseTo(nine.get(image).get("score").asDouble(), within(2e-6));
            assertThat(reweighted(golden, 3, image)).isCloseTo(three.get(image).asDouble(), within(2e-6));
        }
    }

    private static double reweighted(JsonNode golden, int b, int image) {
        PatchCoreSettings settings = SETTINGS.withNeighbours(1).withReweightNeighbours(b);
        try (PatchCore detector = trainer(settings).fit(bank(golden), BANK_OF_60, 0, Progress.NONE)) {
            return detector.detect(query(golden, image)).score();
        }
    }

    @Test
    void detectLeavingOut_withoutCoreset_equalsDetectorFittedWithoutTheImage() {
        PoolEmbeddings pool = Pools.normal(6, 1);
        PatchCoreSettings settings = SETTINGS.withReweightNeighbours(4);
        try (PatchCore whole = trainer(settings).fit(pool, 0, Progress.NONE)) {
            for (int image = 0; image < pool.size(); image++) {
                try (PatchCore without = trainer(settings).fit(Pools.without(pool, image), 0, Progress.NONE)) {
                    Detection expected = without.detect(pool.patches(image));
                    Detection actual = whole.detectLeavingOut(pool.patches(image), image);
                    assertThat(actual.map().toArray()).isEqualTo(expected.map().toArray());
                    assertThat(actual.score()).isCloseTo(expected.score(), within(1e-6));
                }
            }
        }
    }

    @Test
    void detectLeavingOut_withCoreset_ignoresOwnPatches() {
        PoolEmbeddings pool = Pools.normal(6, 2);
        PatchCoreSettings settings = SETTINGS.withNeighbours(1).withCoresetShare(0.5);
        try (PatchCore detector = trainer(settings).fit(pool, 0, Progress.NONE)) {
            assertThat(detector.size()).isEqualTo(18);
            int patchesAtZero = 0;
            for (int image = 0; image < pool.size(); image++) {
                for (float score : detector.detect(pool.patches(image)).map().toArray()) {
                    patchesAtZero += score == 0 ? 1 : 0;
                }
                for (float score : detector.detectLeavingOut(pool.patches(image), image)
                        .map()
                        .toArray()) {
                    assertThat(score).isPositive();
                }
            }
            assertThat(patchesAtZero).isEqualTo(18);
        }
    }

    @Test
    void fit_selectedPatches_bankHoldsOnlyThose() {
        PoolEmbeddings pool = Pools.normal(4, 3);
        PatchSelection evenPatches = selection((image, patch) -> patch % 2 == 0, 1);
        try (PatchCore detector = trainer(SETTINGS.withNeighbours(1)).fit(pool, evenPatches, 0, Progress.NONE)) {
            float[] scores = detector.detect(pool.patches(2)).map().toArray();
            for (int patch = 0; patch < scores.length; patch++) {
                assertThat(scores[patch] == 0).isEqualTo(patch % 2 == 0);
            }
        }
    }

    @Test
    void fit_weightedPatches_distancesAreMultiplied() {
        PoolEmbeddings pool = Pools.normal(4, 4);
        PatchEmbeddings query = Pools.image(new Random(5));
        try (PatchCore plain = trainer(SETTINGS).fit(pool, 0, Progress.NONE);
                PatchCore tripled =
                        trainer(SETTINGS).fit(pool, selection((image, patch) -> true, 3), 0, Progress.NONE)) {
            assertThat(tripled.detect(query).score())
                    .isCloseTo(3 * plain.detect(query).score(), within(1e-5));
        }
    }

    @Test
    void fit_standardised_unitOfAChannelDoesNotMatter() {
        PoolEmbeddings pool = Pools.normal(5, 6);
        PoolEmbeddings stretched = stretched(pool);
        PatchEmbeddings query = Pools.image(new Random(7));
        PatchCoreSettings settings = SETTINGS.withStandardise(true);
        try (PatchCore one = trainer(settings).fit(pool, 0, Progress.NONE);
                PatchCore other = trainer(settings).fit(stretched, 0, Progress.NONE)) {
            double expected = one.detect(query).score();
            assertThat(other.detect(stretched(query)).score()).isCloseTo(expected, within(1e-4));
        }
    }

    @Test
    void fit_bankSmallerThanK_usesAllOfIt() {
        PoolEmbeddings pool = Pools.normal(1, 8);
        try (PatchCore detector = trainer(SETTINGS.withNeighbours(100)).fit(pool, 0, Progress.NONE)) {
            assertThat(detector.detect(pool.patches(0)).score()).isPositive();
            assertThatThrownBy(() -> detector.detectLeavingOut(pool.patches(0), 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("leaves none");
        }
    }

    @Test
    void detect_otherGrid_isRefusedNamingBoth() {
        PatchEmbeddings turned =
                new PatchEmbeddings(Pools.GRID_WIDTH, Pools.GRID_HEIGHT, Pools.LEVELS, FloatMatrix.zeros(6, 8));
        try (PatchCore detector = trainer(SETTINGS).fit(Pools.normal(2, 9), 0, Progress.NONE)) {
            assertThatThrownBy(() -> detector.detect(turned))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("2x3")
                    .hasMessageContaining("3x2");
        }
    }

    @Test
    void fit_emptyPool_isRefused() {
        PoolEmbeddings none = PoolEmbeddings.of(List.of());
        assertThatThrownBy(() -> trainer(SETTINGS).fit(none, 0, Progress.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 images");
    }

    static PatchCoreTrainer trainer(PatchCoreSettings settings) {
        return new PatchCoreTrainer(new ExactIndexFactory(), new GreedyKCenter(), settings);
    }

    interface Keep {
        boolean keeps(int image, int patch);
    }

    static PatchSelection selection(Keep keep, float weight) {
        return new PatchSelection() {
            @Override
            public boolean keeps(int image, int patch) {
                return keep.keeps(image, patch);
            }

            @Override
            public boolean weighted() {
                return weight != 1;
            }

            @Override
            public float weight(int image, int patch) {
                return weight;
            }
        };
    }

    private static PoolEmbeddings stretched(PoolEmbeddings pool) {
        List<PatchEmbeddings> images = new ArrayList<>();
        for (int image = 0; image < pool.size(); image++) {
            images.add(stretched(pool.patches(image)));
        }
        return PoolEmbeddings.of(images);
    }

    private static PatchEmbeddings stretched(PatchEmbeddings image) {
        FloatMatrix copy = FloatMatrix.zeros(image.patches(), image.dimension());
        for (int p = 0; p < image.patches() * image.dimension(); p++) {
            copy.values().put(p, image.vectors().values().get(p) * (1 + p % image.dimension()));
        }
        return new PatchEmbeddings(image.gridHeight(), image.gridWidth(), image.levels(), copy);
    }

    private static PoolEmbeddings bank(JsonNode golden) {
        FloatMatrix bank = Golden.matrix(golden.get("memory_bank"));
        List<PatchEmbeddings> images = new ArrayList<>();
        images.add(new PatchEmbeddings(4, 4, List.of(24), bank.slice(0, 16)));
        images.add(new PatchEmbeddings(4, 4, List.of(24), bank.slice(16, 32)));
        images.add(new PatchEmbeddings(4, 4, List.of(24), bank.slice(32, 48)));
        images.add(new PatchEmbeddings(4, 4, List.of(24), bank.slice(44, 60)));
        return PoolEmbeddings.of(images);
    }

    private static PatchEmbeddings query(JsonNode golden, int image) {
        FloatMatrix queries = Golden.matrix(golden.get("queries"));
        return new PatchEmbeddings(4, 4, List.of(24), queries.slice(16 * image, 16 * image + 16));
    }
}
