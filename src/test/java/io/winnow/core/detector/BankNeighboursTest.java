package io.winnow.core.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.Progress;
import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.feature.PoolEmbeddings;
import io.winnow.core.index.ExactIndexFactory;
import io.winnow.core.index.GreedyKCenter;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BankNeighboursTest {
    private static final PoolEmbeddings POOL = Pools.normal(12, 4);

    private static PatchSelection without(int image, int patch) {
        return new PatchSelection() {
            @Override
            public boolean keeps(int i, int p) {
                return i != image || p != patch;
            }

            @Override
            public boolean weighted() {
                return false;
            }

            @Override
            public float weight(int i, int p) {
                return 1;
            }
        };
    }

    private static PatchCore fit(PatchSelection selection, double coresetShare, boolean standardise) {
        PatchCoreSettings usual = PatchCoreSettings.DEFAULT;
        return new PatchCoreTrainer(
                        new ExactIndexFactory(),
                        new GreedyKCenter(),
                        new PatchCoreSettings(2, usual.index(), coresetShare, 0, standardise))
                .fit(POOL, selection, 1, Progress.NONE);
    }

    /** Every neighbour must be the patch that lies as far off as was said. */
    private static void assertPlaced(PatchCore detector) {
        BankNeighbours bank = new BankNeighbours(detector);
        PatchEmbeddings asked = Pools.image(new Random(99));
        for (int patch = 0; patch < asked.patches(); patch++) {
            for (BankPatch found : bank.nearest(asked, patch, 8)) {
                PatchEmbeddings source = POOL.patches(found.image());
                int place = bank.place(asked, patch, found, source).orElseThrow();
                assertThat(new BankNeighbours(detector)
                                .nearest(source, place, 1)
                                .get(0))
                        .satisfies(own -> assertThat(own.id()).isEqualTo(found.id()))
                        .satisfies(own -> assertThat(own.distance()).isLessThan(1e-5));
            }
        }
    }

    @Test
    void nearest_wholeImages_areOrderedAndPlacedInTheirImages() {
        try (PatchCore detector = fit(PatchSelection.ALL, 1, false)) {
            List<BankPatch> nearest = new BankNeighbours(detector).nearest(POOL.patches(7), 4, 3);

            assertThat(nearest.get(0).distance()).isZero();
            assertThat(nearest.get(0).image()).isEqualTo(7);
            assertThat(nearest.get(0).order()).isEqualTo(4);
            assertThat(nearest).isSortedAccordingTo((a, b) -> Double.compare(a.distance(), b.distance()));
            assertPlaced(detector);
        }
    }

    @Test
    void place_patchesLeftOutByASelectionOrACoreset_isFoundByComparing() {
        try (PatchCore selected = fit(without(7, 1), 1, true);
                PatchCore coreset = fit(PatchSelection.ALL, 0.3, false)) {
            BankPatch moved =
                    new BankNeighbours(selected).nearest(POOL.patches(7), 4, 1).get(0);
            assertThat(moved.order()).as("one before it is left out").isEqualTo(3);
            assertThat(new BankNeighbours(selected).place(POOL.patches(7), 4, moved, POOL.patches(7)))
                    .hasValue(4);
            assertPlaced(selected);
            assertPlaced(coreset);
        }
    }

    @Test
    void place_anotherImageThanThePatchCameFrom_isEmpty() {
        try (PatchCore detector = fit(PatchSelection.ALL, 1, false)) {
            BankNeighbours bank = new BankNeighbours(detector);
            BankPatch found = bank.nearest(POOL.patches(7), 4, 1).get(0);

            assertThat(bank.place(POOL.patches(7), 4, found, Pools.image(new Random(5))))
                    .isEmpty();
        }
    }
}
