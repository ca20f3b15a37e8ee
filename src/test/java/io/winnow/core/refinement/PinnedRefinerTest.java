package io.winnow.core.refinement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.core.Progress;
import io.winnow.core.index.ExactIndexFactory;
import io.winnow.core.refinement.LedgerEntry.Reason;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PinnedRefinerTest {
    private static final double RATIO = 6.0 / 26;

    private final MadePool pool = MadePool.of(20, 6, 1);
    private final Refiner bare = new ScoreRefiner(new LeaveOwnOut(Strategies.PATCHCORE));
    private final RefinementPlan plan = RefinementPlan.dropping(RATIO, 0);

    private Refinement refine(MadePool of, Pins pins) {
        return new PinnedRefiner(bare, pins).refine(of, plan, Progress.NONE);
    }

    @Test
    void refine_restoredImages_areNeverDropped_andNothingElseGoesInTheirPlace() {
        Set<String> before = pool.dropped(bare.refine(pool, plan, Progress.NONE));
        Set<String> restored = before.stream().sorted().limit(2).collect(Collectors.toSet());

        Set<String> after = pool.dropped(refine(pool, new Pins(restored, Set.of())));

        Set<String> expected = new HashSet<>(before);
        expected.removeAll(restored);
        assertThat(after).isEqualTo(expected);
    }

    @Test
    void refine_confirmedImages_headTheLedgerAndCountTowardsTheShare() {
        Set<String> confirmed = Set.of("n03", "n11");

        Refinement refinement = refine(pool, new Pins(Set.of(), confirmed));

        assertThat(refinement.dropped()).hasSize(6);
        assertThat(refinement.dropped().subList(0, 2)).allSatisfy(entry -> {
            assertThat(confirmed).contains(entry.name());
            assertThat(entry.reason()).isEqualTo(Reason.CONFIRMED_BY_OPERATOR);
        });
        assertThat(refinement.dropped()).extracting(LedgerEntry::rank).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(refinement.kept())
                .extracting(pool::name)
                .doesNotContainAnyElementsOf(confirmed)
                .hasSize(20);
    }

    @Test
    void refine_strategyDropsPatches_ledgerAndSelectionNameTheSameOnes() {
        Refiner patches = new PinnedRefiner(
                new PatchRefiner(PatchRefiner.DEFAULT_NEIGHBOURS), new Pins(Set.of(), Set.of("n03", "d00")));

        Refinement refinement = patches.refine(pool, RefinementPlan.dropping(0.2, 0), Progress.NONE);

        assertThat(refinement.droppedPatches()).isNotEmpty().allSatisfy(entry -> {
            int position = refinement.kept().indexOf(entry.image());
            assertThat(position).isNotNegative();
            assertThat(refinement.selection().keeps(position, entry.patch())).isFalse();
        });
    }

    @Test
    void refine_confirmedImage_isHiddenFromTheStrategy() {
        Refinement without = refine(pool, new Pins(Set.of(), Set.of("d00")));
        MadePool otherwise = pool.withPatch("d00", "n00", 4, 40);
        Refinement other = refine(otherwise, new Pins(Set.of(), Set.of("d00")));

        assertThat(other.scores()).isEqualTo(without.scores());
    }

    @Test
    void refine_morePinnedThanTheShare_dropsThePinnedOnesAlone() {
        Set<String> confirmed = Set.of("n00", "n01", "n02", "n03", "n04", "n05", "n06", "n07");

        assertThat(pool.dropped(refine(pool, new Pins(Set.of(), confirmed)))).isEqualTo(confirmed);
    }

    @Test
    void refine_anotherOrderOfThePool_dropsTheSame() {
        Pins pins = new Pins(Set.of("d01"), Set.of("n05"));
        MadePool shuffled = pool.shuffled(new Random(9));

        assertThat(shuffled.dropped(refine(shuffled, pins))).isEqualTo(pool.dropped(refine(pool, pins)));
    }

    @Test
    void refine_patchesWithAConfirmedImage_selectsTheSamePatchesOfTheOthers() {
        PatchRefiner patches = new PatchRefiner(PatchRefiner.DEFAULT_NEIGHBOURS);
        int hidden = position("d00");
        int[] rest =
                IntStream.range(0, pool.size()).filter(image -> image != hidden).toArray();

        Refinement pinned = new PinnedRefiner(patches, new Pins(Set.of(), Set.of("d00")))
                .refine(pool, RefinementPlan.estimating(0), Progress.NONE);
        Refinement alone = patches.refine(pool.subset(rest), RefinementPlan.estimating(0), Progress.NONE);

        assertThat(pinned.kept()).hasSize(rest.length).doesNotContain(hidden);
        for (int image = 0; image < rest.length; image++) {
            for (int patch = 0; patch < 9; patch++) {
                assertThat(pinned.selection().keeps(image, patch))
                        .isEqualTo(alone.selection().keeps(image, patch));
            }
        }
    }

    private int position(String name) {
        return IntStream.range(0, pool.size())
                .filter(image -> pool.name(image).equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void refine_everythingConfirmed_isRefused() {
        Set<String> all = IntStream.range(0, pool.size()).mapToObj(pool::name).collect(Collectors.toSet());

        assertThatThrownBy(() -> refine(pool, new Pins(Set.of(), all))).hasMessageContaining("26 images");
    }

    @Test
    void pins_oneImageInBoth_areRefused() {
        assertThatThrownBy(() -> new Pins(Set.of("a"), Set.of("a"))).hasMessageContaining("image a");
    }

    @Test
    void guard_confirmedImages_keepTheirReason() {
        MadePool alike = pool.withPatch("d03", "d03", 4, 9)
                .withPatch("d04", "d03", 4, 0.05f)
                .withPatch("d05", "d03", 4, 0.1f);
        Refiner guard = new GuardedRefiner(
                new PinnedRefiner(bare, new Pins(Set.of(), Set.of("d03"))),
                Strategies.PATCHCORE,
                new ExactIndexFactory());

        Refinement refinement = guard.refine(alike, plan, Progress.NONE);

        assertThat(refinement.groups()).hasSize(1);
        List<Reason> reasons = refinement.dropped().stream()
                .filter(entry -> entry.name().equals("d03"))
                .map(LedgerEntry::reason)
                .toList();
        assertThat(reasons).containsExactly(Reason.CONFIRMED_BY_OPERATOR);
    }
}
