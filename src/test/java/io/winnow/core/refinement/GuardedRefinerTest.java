package io.winnow.core.refinement;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.Progress;
import io.winnow.core.index.ExactIndexFactory;
import io.winnow.core.refinement.LedgerEntry.Reason;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GuardedRefinerTest {
    private final Refiner guarded = new ScoreRefiner(new LeaveOwnOut(Strategies.PATCHCORE));
    private final Refiner guard = new GuardedRefiner(guarded, Strategies.PATCHCORE, new ExactIndexFactory());
    private final RefinementPlan plan = RefinementPlan.dropping(6.0 / 26, 0);

    @Test
    void refine_threeImagesWithOneLook_areOneGroupAndFlagged() {
        MadePool pool = rareKind(MadePool.of(20, 6, 1));
        Refinement refinement = guard.refine(pool, plan, Progress.NONE);

        assertThat(names(pool, refinement.groups())).containsExactly(Set.of("d03", "d04", "d05"));
        for (LedgerEntry entry : refinement.dropped()) {
            boolean rare = Set.of("d03", "d04", "d05").contains(entry.name());
            assertThat(entry.reason()).isEqualTo(rare ? Reason.RARE_NORMAL_SUSPECT : Reason.MOST_ANOMALOUS);
        }
    }

    @Test
    void refine_guarded_dropsAndKeepsTheSame() {
        MadePool pool = rareKind(MadePool.of(20, 6, 1));
        Refinement bare = guarded.refine(pool, plan, Progress.NONE);
        Refinement watched = guard.refine(pool, plan, Progress.NONE);
        assertThat(watched.kept()).isEqualTo(bare.kept());
        assertThat(watched.scores()).isEqualTo(bare.scores());
        assertThat(watched.dropped())
                .extracting(LedgerEntry::image)
                .isEqualTo(bare.dropped().stream().map(LedgerEntry::image).toList());
    }

    @Test
    void refine_unlikeDefects_formNoGroup() {
        MadePool pool = MadePool.of(20, 6, 1);
        assertThat(guard.refine(pool, plan, Progress.NONE).groups()).isEmpty();
    }

    @Test
    void refine_anotherOrderOfThePool_givesTheSameGroups() {
        MadePool pool = rareKind(MadePool.of(20, 6, 1));
        MadePool shuffled = pool.shuffled(new Random(9));
        assertThat(names(shuffled, guard.refine(shuffled, plan, Progress.NONE).groups()))
                .isEqualTo(names(pool, guard.refine(pool, plan, Progress.NONE).groups()));
    }

    /** Gives three of the defective images one and the same conspicuous patch. */
    private static MadePool rareKind(MadePool pool) {
        return pool.withPatch("d03", "d03", 4, 9)
                .withPatch("d04", "d03", 4, 0.05f)
                .withPatch("d05", "d03", 4, 0.1f);
    }

    private static Set<Set<String>> names(MadePool pool, List<LookAlikes> groups) {
        return groups.stream()
                .map(group -> group.images().stream().map(pool::name).collect(Collectors.toSet()))
                .collect(Collectors.toSet());
    }
}
